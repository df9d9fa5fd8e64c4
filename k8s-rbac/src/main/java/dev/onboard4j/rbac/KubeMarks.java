package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.SessionContext;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Marks the objects of this cluster's onboarding, so that the component's chart can adopt them.
 *
 * <p>The marks of clouds have a colon, which keys of annotations must not have; here they have a
 * domain. Helm adopts an object that has its label and the two annotations of the release (Helm
 * documentation, "Sharing your CRDs and existing resources"; helm.sh/helm, validation.go,
 * checkOwnership).
 */
final class KubeMarks {
  static final String CLUSTER = "onboard4j.dev/cluster";
  static final String BLUEPRINT = "onboard4j.dev/blueprint";
  static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  static final String RELEASE = "meta.helm.sh/release-name";
  static final String RELEASE_NAMESPACE = "meta.helm.sh/release-namespace";

  /** The field of the state that has the marks of an object of ours. */
  private static final String FIELD = "marks";

  /** The field of the state that has what Helm adopts by; its later changes are ignored. */
  static final String ADOPTION = "adoption";

  /** The field of the state that has the release of the object. */
  static final String CHOSEN = "release";

  static final String HELM = "Helm";

  private static final String BOOTSTRAPPING = "kubernetes.io/bootstrapping";

  private final String cluster;
  private final String blueprint;

  KubeMarks(SessionContext context) {
    cluster = context.cluster().uri().toString();
    blueprint = context.blueprintId();
  }

  /** The annotations of an object that this library created. */
  SortedMap<String, String> annotations() {
    return new TreeMap<>(Map.of(CLUSTER, cluster, BLUEPRINT, blueprint));
  }

  /**
   * The owner of an object; bootstrap and aggregated roles are the API server's own.
   *
   * <p>No object is shared between clusters: another cluster's mark means another owner. If the
   * cluster's mark is lost, the mark of the blueprint still shows that onboarding wrote the object.
   */
  Owner owner(Map<String, Object> object) {
    if (KubeJson.labels(object).containsKey(BOOTSTRAPPING)
        || object.containsKey("aggregationRule")) {
      return Owner.OTHER;
    }
    SortedMap<String, String> annotations = KubeJson.annotations(object);
    String mark = annotations.get(CLUSTER);
    if (mark == null) {
      return annotations.containsKey(BLUEPRINT) ? Owner.OURS : Owner.UNMARKED;
    }
    return mark.equals(cluster) ? Owner.OURS : Owner.OTHER;
  }

  /**
   * Adds the marks, what Helm adopts by, whose later changes by others are ignored, and a release
   * that the settings choose, each as one field.
   */
  State.Builder into(State.Builder state, HelmRelease release) {
    state.known(FIELD, annotations());
    if (release.exists()) {
      state.known(
          ADOPTION,
          new TreeMap<>(
              Map.of(
                  MANAGED_BY,
                  HELM,
                  RELEASE,
                  release.name(),
                  RELEASE_NAMESPACE,
                  release.namespace())));
    }
    return release.chosen() ? state.known(CHOSEN, release.name()) : state;
  }

  /** Adds the marks of an existing object; one that is not ours has none to lose. */
  State.Builder observed(State.Builder state, Map<String, Object> object) {
    SortedMap<String, String> marks = KubeJson.annotations(object);
    marks.keySet().retainAll(List.of(CLUSTER, BLUEPRINT));
    state.known(FIELD, owner(object) == Owner.OURS ? marks : annotations());
    SortedMap<String, String> adoption = KubeJson.annotations(object);
    adoption.keySet().retainAll(List.of(RELEASE, RELEASE_NAMESPACE));
    String manager = KubeJson.labels(object).get(MANAGED_BY);
    if (manager != null) {
      adoption.put(MANAGED_BY, manager);
    }
    if (adoption.containsKey(RELEASE)) {
      state.known(CHOSEN, adoption.get(RELEASE));
    }
    return adoption.isEmpty() ? state : state.known(ADOPTION, adoption);
  }

  /** Writes the marks into an object; the name of another manager on it stays. */
  void write(Map<String, Object> object, HelmRelease release) {
    Map<String, Object> metadata = KubeJson.metadata(object);
    Map<String, Object> annotations = KubeJson.map(metadata.get("annotations"));
    annotations.putAll(annotations());
    Map<String, Object> labels = KubeJson.map(metadata.get("labels"));
    if (release.exists() && labels.getOrDefault(MANAGED_BY, HELM).equals(HELM)) {
      labels.put(MANAGED_BY, HELM);
      if (release.chosen() || !annotations.containsKey(RELEASE)) {
        annotations.put(RELEASE, release.name());
        annotations.put(RELEASE_NAMESPACE, release.namespace());
      }
    }
    metadata.put("annotations", annotations);
    if (!labels.isEmpty()) {
      metadata.put("labels", labels);
    }
    object.put("metadata", metadata);
  }
}
