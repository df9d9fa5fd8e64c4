package dev.onboard4j.eks;

import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Marks;
import dev.onboard4j.spi.support.NamesSetting;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tags of this cluster's objects: the marks, and the tags that the caller sets.
 *
 * @param uniqueNames whether names hold the id of the cluster, so that no other cluster uses them
 */
record EksMarks(Marks marks, Map<String, String> wanted, boolean uniqueNames) {
  static EksMarks of(SessionContext context) {
    boolean unique = !NamesSetting.of(context.settings()).equals("document");
    return new EksMarks(Marks.of(context), EksSettings.tags(context.settings()), unique);
  }

  /** The tags of an object that belongs to this cluster alone. */
  Map<String, String> own() {
    TreeMap<String, String> tags = new TreeMap<>(wanted);
    tags.putAll(marks.own());
    return tags;
  }

  /** The tags of an object that several clusters use; it carries no tags of one cluster. */
  Map<String, String> shared() {
    return marks.shared();
  }

  /** The value of this cluster's mark. */
  String cluster() {
    return marks.cluster();
  }

  /** The owner of an object with these tags. */
  Owner owner(Map<String, String> tags) {
    return marks.owner(tags.get(SessionContext.CLUSTER_MARK));
  }

  /**
   * The owner of an object whose name belongs to this cluster alone.
   *
   * <p>If the cluster's mark is lost, the mark of the blueprint still shows that onboarding created
   * the object, and the name shows the cluster.
   */
  Owner ownerByName(Map<String, String> tags) {
    boolean lost =
        uniqueNames
            && !tags.containsKey(SessionContext.CLUSTER_MARK)
            && tags.containsKey(SessionContext.BLUEPRINT_MARK);
    return lost ? Owner.OURS : owner(tags);
  }
}
