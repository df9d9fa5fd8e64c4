package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.SessionContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What says whose an object of the cluster is, and lets its component's chart take it over.
 *
 * <p>The marks of other clouds hold a colon, which annotation keys may not: here they are under a
 * domain. Helm takes an object over that carries its label and the two annotations of the release
 * (Helm documentation, "Sharing your CRDs and existing resources"; helm.sh/helm, validation.go,
 * checkOwnership).
 */
final class KubeMarks {
  static final String CLUSTER = "onboard4j.dev/cluster";
  static final String BLUEPRINT = "onboard4j.dev/blueprint";
  static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  static final String RELEASE = "meta.helm.sh/release-name";
  static final String RELEASE_NAMESPACE = "meta.helm.sh/release-namespace";

  /** What the state calls them, all together. */
  static final String FIELD = "marks";

  private static final String HELM = "Helm";
  private static final String BOOTSTRAPPING = "kubernetes.io/bootstrapping";

  private final String cluster;
  private final String blueprint;

  KubeMarks(SessionContext context) {
    cluster = context.cluster().uri().toString();
    blueprint = context.blueprintId();
  }

  /** The annotations of an object that is ours. */
  SortedMap<String, String> annotations() {
    return new TreeMap<>(Map.of(CLUSTER, cluster, BLUEPRINT, blueprint));
  }

  /**
   * Whose it is; bootstrap and aggregated roles are the API server's own.
   *
   * <p>No object of a cluster is shared with another cluster, so a mark that says so is not ours.
   */
  Owner owner(Map<String, Object> object) {
    if (KubeJson.labels(object).containsKey(BOOTSTRAPPING)
        || object.containsKey("aggregationRule")) {
      return Owner.OTHER;
    }
    String mark = KubeJson.annotations(object).get(CLUSTER);
    if (mark == null) {
      return Owner.UNMARKED;
    }
    return mark.equals(cluster) ? Owner.OURS : Owner.OTHER;
  }

  /** The marks, as one field that others may change later. */
  State.Builder into(State.Builder state, String release, String namespace) {
    SortedMap<String, String> marks = annotations();
    if (!release.isEmpty()) {
      marks.putAll(Map.of(MANAGED_BY, HELM, RELEASE, release, RELEASE_NAMESPACE, namespace));
    }
    return state.known(FIELD, marks);
  }

  /** The same field of an object that is there. */
  static State.Builder observed(State.Builder state, Map<String, Object> object) {
    SortedMap<String, String> marks = KubeJson.annotations(object);
    marks.keySet().retainAll(List.of(CLUSTER, BLUEPRINT, RELEASE, RELEASE_NAMESPACE));
    String manager = KubeJson.labels(object).get(MANAGED_BY);
    if (manager != null) {
      marks.put(MANAGED_BY, manager);
    }
    return marks.isEmpty() ? state : state.known(FIELD, marks);
  }

  /** Writes them into an object; another manager's name on it stays. */
  void write(Map<String, Object> object, String release, String namespace) {
    Map<String, Object> metadata = KubeJson.metadata(object);
    Map<String, Object> annotations =
        new LinkedHashMap<>(KubeJson.map(metadata.get("annotations")));
    Map<String, Object> labels = new LinkedHashMap<>(KubeJson.map(metadata.get("labels")));
    annotations.putAll(annotations());
    if (!release.isEmpty() && labels.getOrDefault(MANAGED_BY, HELM).equals(HELM)) {
      labels.put(MANAGED_BY, HELM);
      annotations.putIfAbsent(RELEASE, release);
      annotations.putIfAbsent(RELEASE_NAMESPACE, namespace);
    }
    metadata.put("annotations", annotations);
    if (!labels.isEmpty()) {
      metadata.put("labels", labels);
    }
    object.put("metadata", metadata);
  }

  /** Who else writes fields of it by now: a Helm release that took it over. */
  static List<String> helm(Map<String, Object> object) {
    List<String> managers = new ArrayList<>();
    for (Object one : KubeJson.list(KubeJson.metadata(object).get("managedFields"))) {
      String manager = KubeJson.text(KubeJson.map(one).get("manager"));
      if (manager.equalsIgnoreCase(HELM) && !managers.contains(manager)) {
        managers.add(manager);
      }
    }
    return managers;
  }
}
