package dev.onboard4j.gke;

import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Marks;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A description and the marks in it, as Google's accounts and roles have no labels: {@code words
 * (onboard4j:cluster=gke://p/l/n onboard4j:blueprint=mine/1)}.
 */
record Described(String words, SortedMap<String, String> marks) {
  private static final Pattern FORM = Pattern.compile("(?s)(.*?) ?\\((onboard4j:[^()]*)\\)");

  static Described of(String description) {
    Matcher matcher = FORM.matcher(description);
    TreeMap<String, String> marks = new TreeMap<>();
    if (!matcher.matches()) {
      return new Described(description, marks);
    }
    for (String mark : matcher.group(2).split(" ", -1)) {
      int equals = mark.indexOf('=');
      if (equals > 0) {
        marks.put(mark.substring(0, equals), mark.substring(equals + 1));
      }
    }
    return new Described(matcher.group(1), marks);
  }

  /** Whose the described object is. */
  Owner owner(Marks expected) {
    return expected.owner(marks.get(SessionContext.CLUSTER_MARK));
  }

  /** The marks that are written on every object; others, such as a key's, are not among them. */
  SortedMap<String, String> ownership(Marks expected) {
    TreeMap<String, String> found = new TreeMap<>(marks);
    found.keySet().retainAll(expected.own().keySet());
    return found;
  }

  /** The same words with more marks. */
  Described with(SortedMap<String, String> more) {
    TreeMap<String, String> all = new TreeMap<>(marks);
    all.putAll(more);
    return new Described(words, all);
  }

  /** As it stands in Google's description. */
  String text() {
    StringBuilder text = new StringBuilder(words);
    text.append(words.isEmpty() ? "(" : " (");
    StringBuilder all = new StringBuilder();
    marks.forEach(
        (key, value) -> all.append(all.isEmpty() ? "" : " ").append(key).append('=').append(value));
    return text.append(all).append(')').toString();
  }
}
