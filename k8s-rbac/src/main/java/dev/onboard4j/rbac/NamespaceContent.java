package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Lists the objects in a namespace that make others depend on it. */
final class NamespaceContent {
  /** A kind that is listed, with the type of its ids. */
  private record Kind(String plural, String type) {}

  /** Objects of other kinds belong to one of these. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind("pods", "pod"),
          new Kind("secrets", "secret"),
          new Kind("configmaps", "config-map"),
          new Kind("services", "service"),
          new Kind("persistentvolumeclaims", "persistent-volume-claim"),
          new Kind("serviceaccounts", "service-account"),
          new Kind("deployments.apps", "deployment"),
          new Kind("daemonsets.apps", "daemon-set"),
          new Kind("statefulsets.apps", "stateful-set"),
          new Kind("roles.rbac.authorization.k8s.io", "role"),
          new Kind("rolebindings.rbac.authorization.k8s.io", "role-binding"));

  /** The objects that the API server's own controllers put into every namespace. */
  private static final Set<String> BUILT_IN =
      Set.of("config-map/kube-root-ca.crt", "service-account/default");

  private final KubeClient kube;
  private final String namespace;

  NamespaceContent(KubeClient kube, String namespace) {
    this.kube = kube;
    this.namespace = namespace;
  }

  /** The permissions to list the content. */
  List<RequiredPermission> permissions() {
    return KINDS.stream()
        .flatMap(kind -> KubeClient.listing(kind.plural(), namespace).permissions().stream())
        .toList();
  }

  /** The ids of the content, without the default objects of every namespace. */
  List<ResourceId> list(RequestContext requests) {
    List<Supplier<List<ResourceId>>> lists = new ArrayList<>();
    KINDS.forEach(kind -> lists.add(() -> list(kind, requests)));
    return requests.all(lists).stream().flatMap(List::stream).toList();
  }

  private List<ResourceId> list(Kind kind, RequestContext requests) {
    return kube.names(requests, kind.plural(), namespace).stream()
        .filter(name -> !BUILT_IN.contains(kind.type() + "/" + name))
        .map(name -> ResourceId.of(kind.type(), namespace + "/" + printable(name)))
        .toList();
  }

  /** Names of RBAC objects may have control characters, which ids must not have. */
  private static String printable(String name) {
    return name.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "?");
  }
}
