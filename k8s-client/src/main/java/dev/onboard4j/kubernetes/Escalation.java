package dev.onboard4j.kubernetes;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.RequiredPermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The verbs that lift the API server's check that no caller grants rules which it does not hold.
 *
 * <p>Source: Kubernetes documentation, "Using RBAC Authorization", privilege escalation prevention.
 */
final class Escalation {
  /** The words by which a denial of that check is known. */
  static final String MESSAGE = "attempting to grant RBAC permissions not currently held";

  private static final List<String> VERBS = List.of("escalate", "bind");

  private Escalation() {}

  /** Whether the permission is one of the verbs that lift the check. */
  static boolean lifts(RequiredPermission permission) {
    return VERBS.stream()
        .anyMatch(verb -> permission.permission().startsWith(ObjectRef.SERVICE + ":" + verb + " "));
  }

  /** The request with the permission that lifts the check for the object of the body, if any. */
  static ApiRequest naming(ApiRequest request, ObjectRef ref, Map<String, Object> body) {
    List<RequiredPermission> permissions = new ArrayList<>(request.permissions());
    switch (ref.kind()) {
      case ROLE, CLUSTER_ROLE ->
          permissions.add(
              request.operation().startsWith("create")
                  ? ref.permissionOnAll("escalate")
                  : ref.permission("escalate"));
      case ROLE_BINDING, CLUSTER_ROLE_BINDING -> permissions.add(bind(ref, body));
      default -> {}
    }
    return new ApiRequest(request.api(), request.operation(), request.account(), permissions);
  }

  private static RequiredPermission bind(ObjectRef binding, Map<String, Object> body) {
    Map<String, Object> role = KubeJson.map(body.get("roleRef"));
    String name = KubeJson.text(role.get("name"));
    boolean cluster = KubeJson.text(role.get("kind")).equals("ClusterRole");
    return (cluster
            ? ObjectRef.of(KubeKind.CLUSTER_ROLE, name)
            : ObjectRef.of(KubeKind.ROLE, binding.namespace(), name))
        .permission("bind");
  }
}
