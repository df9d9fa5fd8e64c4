package dev.onboard4j.spi.support;

import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.SessionContext;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A description with marks at its end: {@code text (onboard4j:cluster=gke://p/l/n
 * onboard4j:blueprint=mine/1)}.
 *
 * <p>For objects that have no labels or tags: Google's service accounts and custom roles.
 * Immutable.
 *
 * @param text the description without its marks
 * @param marks the marks by key
 */
public record MarkedDescription(String text, SortedMap<String, String> marks) {
  private static final Pattern FORM = Pattern.compile("(?s)(.*?) ?\\((onboard4j:[^()]*)\\)");

  /** Keeps a sorted, unmodifiable copy. */
  public MarkedDescription {
    marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
  }

  /** Reads a description; one without marks has its whole text and no marks. */
  public static MarkedDescription of(String description) {
    Matcher matcher = FORM.matcher(description);
    TreeMap<String, String> marks = new TreeMap<>();
    if (!matcher.matches()) {
      return new MarkedDescription(description, marks);
    }
    for (String mark : matcher.group(2).split(" ", -1)) {
      int equals = mark.indexOf('=');
      if (equals > 0) {
        marks.put(mark.substring(0, equals), mark.substring(equals + 1));
      }
    }
    return new MarkedDescription(matcher.group(1), marks);
  }

  /** The owner of the described object. */
  public Owner owner(Marks expected) {
    return expected.owner(marks.get(SessionContext.CLUSTER_MARK));
  }

  /** The marks of ownership, without further ones such as that of a key. */
  public SortedMap<String, String> ownership(Marks expected) {
    TreeMap<String, String> found = new TreeMap<>(marks);
    found.keySet().retainAll(expected.own().keySet());
    return found;
  }

  /** A copy with additional marks. */
  public MarkedDescription with(SortedMap<String, String> additional) {
    TreeMap<String, String> all = new TreeMap<>(marks);
    all.putAll(additional);
    return new MarkedDescription(text, all);
  }

  /** The full description, marks included. */
  public String full() {
    StringBuilder full = new StringBuilder(text);
    full.append(text.isEmpty() ? "(" : " (");
    StringBuilder all = new StringBuilder();
    marks.forEach(
        (key, value) -> all.append(all.isEmpty() ? "" : " ").append(key).append('=').append(value));
    return full.append(all).append(')').toString();
  }
}
