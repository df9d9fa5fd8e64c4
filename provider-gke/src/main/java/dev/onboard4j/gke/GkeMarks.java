package dev.onboard4j.gke;

import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.SessionContext;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our marks, which stand in descriptions, as Google's accounts and roles have no labels: {@code
 * words (onboard4j:cluster=gke://p/l/n onboard4j:blueprint=mine/1)}.
 */
record GkeMarks(SortedMap<String, String> own) {
  private static final Pattern FORM = Pattern.compile("(?s)(.*?) ?\\((onboard4j:[^()]*)\\)");

  /** The words of a description, and the marks in it. */
  record Described(String words, SortedMap<String, String> marks) {
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

    String text() {
      StringBuilder text = new StringBuilder(words);
      text.append(words.isEmpty() ? "(" : " (");
      StringBuilder all = new StringBuilder();
      marks.forEach(
          (key, value) ->
              all.append(all.isEmpty() ? "" : " ").append(key).append('=').append(value));
      return text.append(all).append(')').toString();
    }
  }

  static GkeMarks of(SessionContext context) {
    return new GkeMarks(context.marks());
  }

  /** The marks of what all clusters of a project use. */
  SortedMap<String, String> shared() {
    TreeMap<String, String> shared = new TreeMap<>(own);
    shared.put(SessionContext.CLUSTER_MARK, SessionContext.SHARED_MARK);
    return shared;
  }

  /** Whose an object with that description is. */
  Owner owner(String description) {
    String mark = Described.of(description).marks().get(SessionContext.CLUSTER_MARK);
    if (mark == null) {
      return Owner.UNMARKED;
    }
    if (mark.equals(SessionContext.SHARED_MARK)) {
      return Owner.SHARED;
    }
    return mark.equals(own.get(SessionContext.CLUSTER_MARK)) ? Owner.OURS : Owner.OTHER;
  }
}
