package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.spi.RequestContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out whether a Helm release manages an object.
 *
 * <p>Every Helm client (the command line, Terraform, Flux) writes under a field manager of its own.
 * They have in common the chart's labels on the object, and the release stored in a Secret or
 * ConfigMap (Helm documentation, "Advanced Helm Techniques", storage backends).
 */
final class HelmReleases {
  private static final String CHART = "helm.sh/chart";
  private static final String PREFIX = "sh.helm.release.v1.";

  private HelmReleases() {}

  /** The evidence on the object that a release manages it; empty if there is none. */
  static Optional<String> evidence(Map<String, Object> object) {
    if (KubeJson.labels(object).containsKey(CHART)) {
      return Optional.of("it has the label " + CHART);
    }
    return KubeJson.list(KubeJson.metadata(object).get("managedFields")).stream()
        .map(field -> KubeJson.text(KubeJson.map(field).get("manager")))
        .filter(KubeMarks.HELM::equalsIgnoreCase)
        .map(manager -> "its field manager is " + manager)
        .findFirst();
  }

  /** The stored release that the object's annotations name; empty when there is none. */
  static Optional<String> stored(
      KubeClient kube, Map<String, Object> object, RequestContext requests) {
    Map<String, String> annotations = KubeJson.annotations(object);
    String release = annotations.getOrDefault(KubeMarks.RELEASE, "");
    String namespace = annotations.getOrDefault(KubeMarks.RELEASE_NAMESPACE, "");
    if (release.isEmpty() || namespace.isEmpty()) {
      return Optional.empty();
    }
    return List.of("secrets", "configmaps").stream()
        .flatMap(kind -> names(kube, kind, namespace, requests).stream())
        .filter(name -> name.startsWith(PREFIX + release + ".v"))
        .map(name -> "its release is stored in " + namespace + "/" + name)
        .findFirst();
  }

  /** Names of releases that are installed: an uninstalled one may be kept for its history. */
  private static List<String> names(
      KubeClient kube, String kind, String namespace, RequestContext requests) {
    String selector = "owner=helm,status notin (uninstalled,superseded)";
    return requests.cached(
        "releases in " + kind + " of " + namespace,
        () -> kube.names(requests, kind, namespace, selector));
  }
}
