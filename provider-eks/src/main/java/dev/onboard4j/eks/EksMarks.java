package dev.onboard4j.eks;

import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Marks;
import java.util.Map;
import java.util.TreeMap;

/** Tags: our marks, and what the caller wants on everything. */
record EksMarks(Marks marks, Map<String, String> wanted) {
  static EksMarks of(SessionContext context) {
    return new EksMarks(Marks.of(context), EksSettings.tags(context.settings()));
  }

  /** On what belongs to this cluster alone. */
  Map<String, String> own() {
    return with(marks.own());
  }

  /** On what several clusters use. */
  Map<String, String> shared() {
    return with(marks.shared());
  }

  private Map<String, String> with(Map<String, String> ours) {
    TreeMap<String, String> tags = new TreeMap<>(wanted);
    tags.putAll(ours);
    return tags;
  }

  /** What the mark of this cluster says. */
  String cluster() {
    return marks.cluster();
  }

  /** Whose an object with these tags is. */
  Owner owner(Map<String, String> tags) {
    return marks.owner(tags.get(SessionContext.CLUSTER_MARK));
  }
}
