package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.KubeKind;
import dev.onboard4j.kubernetes.ObjectRef;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** A namespace that is to go: with it goes all that is in it, so it stays while anybody uses it. */
final class NamespaceHandler implements ResourceHandler {
  /** What somebody may have put there; the rest of what there is hangs on one of these. */
  private static final List<String> CONTENT =
      List.of(
          "pods",
          "secrets",
          "configmaps",
          "services",
          "persistentvolumeclaims",
          "serviceaccounts",
          "deployments.apps",
          "daemonsets.apps",
          "statefulsets.apps",
          "roles.rbac.authorization.k8s.io",
          "rolebindings.rbac.authorization.k8s.io");

  /** What the API server's own controllers put into every namespace. */
  private static final Set<String> OWN =
      Set.of("configmaps/kube-root-ca.crt", "serviceaccounts/default");

  private final KubeClient kube;
  private final ObjectRef ref;
  private final ObjectHandler handler;

  NamespaceHandler(KubeClient kube, ObjectRef ref, ObjectHandler handler) {
    this.kube = kube;
    this.ref = ref;
    this.handler = handler;
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Observed observed = handler.read(resource, requests);
    if (observed.owner() != Owner.OURS) {
      return observed;
    }
    List<ResourceId> users = users(requests);
    return users.isEmpty()
        ? observed
        : Observed.of(observed.state(), Owner.SHARED).withUsers(users);
  }

  private List<ResourceId> users(RequestContext requests) {
    List<Supplier<List<ResourceId>>> lists = new ArrayList<>();
    CONTENT.forEach(kind -> lists.add(() -> content(kind, requests)));
    return requests.all(lists).stream().flatMap(List::stream).toList();
  }

  private List<ResourceId> content(String kind, RequestContext requests) {
    return kube.names(requests, kind, ref.name()).stream()
        .filter(name -> !OWN.contains(kind + "/" + name))
        .map(name -> id(kind, name))
        .toList();
  }

  private ResourceId id(String kind, String name) {
    return KubeKind.qualified(kind)
        .map(known -> ObjectRef.of(known, ref.name(), name).id())
        .orElseGet(() -> ResourceId.of(kind, ref.name() + "/" + name));
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    List<RequiredPermission> permissions =
        new ArrayList<>(handler.readPermissions(resource, observed));
    CONTENT.forEach(kind -> permissions.addAll(KubeClient.listing(kind, ref.name()).permissions()));
    return permissions;
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return handler.writePermissions(resource, observed, change);
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    return handler.write(resource, observed, change, requests);
  }

  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    return handler.obstacles(resource, observed, requests);
  }
}
