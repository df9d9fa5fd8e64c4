package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.kubernetes.KubeKind;
import dev.onboard4j.kubernetes.ObjectRef;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Finds the objects that bear the marks of this cluster and that no declaration wants any more:
 * those of components that the settings no longer name, and of another blueprint.
 *
 * <p>Marks are annotations, which no request can select by, so that all objects of each kind are
 * listed.
 */
final class FormerAccess {
  /** In the order of deletion: nobody is bound to a role that does not exist. */
  private static final List<KubeKind> KINDS =
      List.of(
          KubeKind.CLUSTER_ROLE_BINDING,
          KubeKind.ROLE_BINDING,
          KubeKind.CLUSTER_ROLE,
          KubeKind.ROLE,
          KubeKind.SERVICE_ACCOUNT);

  private final KubeClient kube;
  private final KubeMarks marks;
  private final Set<ResourceId> wanted;

  /**
   * The former access.
   *
   * @param wanted the objects of the declaration
   */
  FormerAccess(KubeClient kube, KubeMarks marks, Set<ResourceId> wanted) {
    this.kube = kube;
    this.marks = marks;
    this.wanted = Set.copyOf(wanted);
  }

  /** The permissions to list the objects. */
  static List<RequiredPermission> permissions() {
    return KINDS.stream().flatMap(kind -> KubeClient.listing(kind).permissions().stream()).toList();
  }

  /** The objects by id, read once per phase. */
  SortedMap<ResourceId, Map<String, Object>> objects(RequestContext requests) {
    return requests.cached("objects with the marks of this cluster", () -> read(requests));
  }

  /** The objects by id, read anew. */
  SortedMap<ResourceId, Map<String, Object>> read(RequestContext requests) {
    List<Supplier<Map<ResourceId, Map<String, Object>>>> lists = new ArrayList<>();
    KINDS.forEach(kind -> lists.add(() -> unwanted(kind, requests)));
    TreeMap<ResourceId, Map<String, Object>> all = new TreeMap<>();
    requests.all(lists).forEach(all::putAll);
    return all;
  }

  private Map<ResourceId, Map<String, Object>> unwanted(KubeKind kind, RequestContext requests) {
    Map<ResourceId, Map<String, Object>> unwanted = new TreeMap<>();
    for (Map<String, Object> object : kube.all(requests, kind)) {
      ObjectRef ref = ref(kind, object);
      if (isOurs(object) && isPrintable(ref.name()) && !wanted.contains(ref.id())) {
        unwanted.put(ref.id(), object);
      }
    }
    return unwanted;
  }

  private boolean isOurs(Map<String, Object> object) {
    return marks.owner(object) == Owner.OURS && !ObjectHandler.terminating(object);
  }

  /** Names of RBAC objects may have control characters; onboarding never chose such a name. */
  private static boolean isPrintable(String name) {
    return name.chars().noneMatch(Character::isISOControl);
  }

  private static ObjectRef ref(KubeKind kind, Map<String, Object> object) {
    Map<String, Object> metadata = KubeJson.metadata(object);
    return ObjectRef.of(
        kind, KubeJson.text(metadata.get("namespace")), KubeJson.text(metadata.get("name")));
  }

  /** The references of objects whose ids these are, in the order of deletion. */
  static List<ObjectRef> ordered(List<String> ids) {
    List<ObjectRef> refs = new ArrayList<>();
    for (KubeKind kind : KINDS) {
      ids.stream().flatMap(id -> ObjectRef.parse(kind, id).stream()).forEach(refs::add);
    }
    return refs;
  }
}
