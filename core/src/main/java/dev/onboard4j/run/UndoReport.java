package dev.onboard4j.run;

import dev.onboard4j.model.ResourceId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@link OnFailure#UNDO} did after a failure. Immutable.
 *
 * @param removed the objects that this run created and removed again, in the order of removal
 * @param kept why each other object that this run created or may have created is still there
 */
public record UndoReport(List<ResourceId> removed, SortedMap<ResourceId, String> kept) {
  /** Keeps unmodifiable copies. */
  public UndoReport {
    removed = List.copyOf(removed);
    kept = Collections.unmodifiableSortedMap(new TreeMap<>(kept));
  }

  /** The report of a run that undid nothing. */
  public static UndoReport none() {
    return new UndoReport(List.of(), Collections.emptySortedMap());
  }
}
