package dev.onboard4j.gke;

import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Marks;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A description with marks at its end: {@code text (onboard4j:cluster=gke://p/l/n
 * onboard4j:blueprint=mine/1)}.
 *
 * <p>Service accounts and custom roles have no labels. Immutable.
 *
 * @param text the description without its marks
 * @param marks the marks by key
 */
record MarkedDescription(String text, SortedMap<String, String> marks) {
  private static final Pattern FORM = Pattern.compile("(?s)(.*?) ?\\((onboard4j:[^()]*)\\)");

  static MarkedDescription of(String description) {
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
  Owner owner(Marks expected) {
    return expected.owner(marks.get(SessionContext.CLUSTER_MARK));
  }

  /** The marks of ownership, without further ones such as that of a key. */
  SortedMap<String, String> ownership(Marks expected) {
    TreeMap<String, String> found = new TreeMap<>(marks);
    found.keySet().retainAll(expected.own().keySet());
    return found;
  }

  /** A copy with additional marks. */
  MarkedDescription with(SortedMap<String, String> additional) {
    TreeMap<String, String> all = new TreeMap<>(marks);
    all.putAll(additional);
    return new MarkedDescription(text, all);
  }

  /** The full description, marks included. */
  String full() {
    StringBuilder full = new StringBuilder(text);
    full.append(text.isEmpty() ? "(" : " (");
    StringBuilder all = new StringBuilder();
    marks.forEach(
        (key, value) -> all.append(all.isEmpty() ? "" : " ").append(key).append('=').append(value));
    return full.append(all).append(')').toString();
  }
}
