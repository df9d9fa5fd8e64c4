package dev.onboard4j.eks;

import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.SessionContext;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tags: our marks, and what the caller wants on everything. */
record EksMarks(SortedMap<String, String> own, SortedMap<String, String> shared) {
  static EksMarks of(SessionContext context) {
    TreeMap<String, String> own = new TreeMap<>(EksSettings.tags(context.settings()));
    own.putAll(context.marks());
    TreeMap<String, String> shared = new TreeMap<>(own);
    shared.put(SessionContext.CLUSTER_MARK, SessionContext.SHARED_MARK);
    return new EksMarks(
        Collections.unmodifiableSortedMap(own), Collections.unmodifiableSortedMap(shared));
  }

  /** What the mark of this cluster says. */
  String cluster() {
    return String.valueOf(own.get(SessionContext.CLUSTER_MARK));
  }

  /** Whose an object with these tags is. */
  Owner owner(Map<String, String> tags) {
    String mark = tags.get(SessionContext.CLUSTER_MARK);
    if (mark == null) {
      return Owner.UNMARKED;
    }
    if (mark.equals(SessionContext.SHARED_MARK)) {
      return Owner.SHARED;
    }
    return mark.equals(cluster()) ? Owner.OURS : Owner.OTHER;
  }

  /** Those of an object's tags that are managed: one field each. */
  static Map<String, String> managed(Map<String, String> tags, Map<String, String> wanted) {
    Map<String, String> managed = new TreeMap<>(tags);
    managed.keySet().retainAll(wanted.keySet());
    return managed;
  }
}
