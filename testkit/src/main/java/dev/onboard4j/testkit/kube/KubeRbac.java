package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The RBAC authorizer, and the check that no user grants permissions that the user does not hold.
 *
 * <p>Source: Kubernetes documentation, "Using RBAC Authorization", privilege escalation prevention.
 */
final class KubeRbac {
  /** All rules, because an aggregated role can get any rule later. */
  private static final List<KubeRule> EVERYTHING =
      List.of(
          new KubeRule(List.of("*"), List.of("*"), List.of("*"), List.of(), List.of()),
          new KubeRule(List.of("*"), List.of(), List.of(), List.of(), List.of("*")));

  private final KubeObjects objects;

  KubeRbac(KubeObjects objects) {
    this.objects = objects;
  }

  /** The rules of a user in a namespace; in the empty one, those for the whole cluster. */
  List<KubeRule> rules(KubeUser user, String namespace) {
    List<KubeRule> rules = new ArrayList<>();
    for (ObjectNode binding : objects.list(KubeResource.CLUSTER_ROLE_BINDINGS, "")) {
      if (binds(binding, user, "")) {
        rules.addAll(role(binding.path("roleRef"), ""));
      }
    }
    if (!namespace.isEmpty()) {
      rules.addAll(rulesOfNamespace(user, namespace));
    }
    return rules;
  }

  private List<KubeRule> rulesOfNamespace(KubeUser user, String namespace) {
    List<KubeRule> rules = new ArrayList<>();
    for (ObjectNode binding : objects.list(KubeResource.ROLE_BINDINGS, namespace)) {
      if (binds(binding, user, namespace)) {
        rules.addAll(role(binding.path("roleRef"), namespace));
      }
    }
    return rules;
  }

  private static boolean binds(ObjectNode binding, KubeUser user, String namespace) {
    for (JsonNode subject : binding.path("subjects")) {
      if (means(subject, user, namespace)) {
        return true;
      }
    }
    return false;
  }

  private static boolean means(JsonNode subject, KubeUser user, String namespace) {
    String name = subject.path("name").asText();
    String in = subject.path("namespace").asText(namespace);
    return switch (subject.path("kind").asText()) {
      case "User" -> user.name().equals(name);
      case "Group" -> user.groups().contains(name);
      case "ServiceAccount" -> user.name().equals("system:serviceaccount:" + in + ":" + name);
      default -> false;
    };
  }

  /** The rules of the role a binding refers to; none when it is missing. */
  List<KubeRule> role(JsonNode ref, String namespace) {
    boolean cluster = ref.path("kind").asText().equals("ClusterRole");
    return objects
        .find(
            cluster ? KubeResource.CLUSTER_ROLES : KubeResource.ROLES,
            cluster ? "" : namespace,
            ref.path("name").asText())
        .map(role -> KubeRule.all(role.path("rules")))
        .orElse(List.of());
  }

  boolean allows(KubeUser user, KubeRequest request) {
    return allows(
        user,
        request.verb(),
        request.group(),
        request.target(),
        request.namespace(),
        request.name());
  }

  boolean allows(
      KubeUser user, String verb, String group, String resource, String namespace, String name) {
    return user.master()
        || rules(user, namespace).stream()
            .anyMatch(rule -> rule.allows(verb, group, resource, name));
  }

  boolean allowsPath(KubeUser user, String verb, String path) {
    return user.master() || rules(user, "").stream().anyMatch(rule -> rule.allowsPath(verb, path));
  }

  /**
   * Refuses a role with more rules than its writer holds.
   *
   * @param asked the name in the request's path; the empty string when the request creates: then a
   *     permission that is limited by names does not apply
   */
  void mayWrite(KubeUser user, KubeResource resource, ObjectNode role, String asked) {
    String namespace = role.path("metadata").path("namespace").asText();
    String name = role.path("metadata").path("name").asText();
    if (lifted(user, "escalate", resource, namespace, asked)) {
      return;
    }
    List<KubeRule> wanted = new ArrayList<>(KubeRule.all(role.path("rules")));
    if (role.hasNonNull("aggregationRule")) {
      wanted.addAll(EVERYTHING);
    }
    mayGrant(user, resource, name, namespace, wanted);
  }

  /** Refuses a binding of a role with more rules than the binding's writer holds. */
  void mayBind(KubeUser user, KubeResource resource, ObjectNode binding) {
    JsonNode ref = binding.path("roleRef");
    String namespace = binding.path("metadata").path("namespace").asText();
    boolean cluster = ref.path("kind").asText().equals("ClusterRole");
    KubeResource role = cluster ? KubeResource.CLUSTER_ROLES : KubeResource.ROLES;
    String roleName = ref.path("name").asText();
    if (lifted(user, "bind", role, namespace, roleName)) {
      return;
    }
    if (objects.find(role, cluster ? "" : namespace, roleName).isEmpty()) {
      throw KubeFailure.notFound(role, roleName);
    }
    String name = binding.path("metadata").path("name").asText();
    mayGrant(user, resource, name, namespace, role(ref, namespace));
  }

  private boolean lifted(
      KubeUser user, String verb, KubeResource role, String namespace, String name) {
    return allows(user, verb, KubeResource.RBAC, role.plural(), namespace, name);
  }

  private void mayGrant(
      KubeUser user, KubeResource resource, String name, String namespace, List<KubeRule> wanted) {
    List<KubeRule> held = rules(user, namespace);
    List<KubeRule> missing =
        wanted.stream()
            .flatMap(rule -> rule.breakdown().stream())
            .filter(piece -> held.stream().noneMatch(rule -> rule.covers(piece)))
            .toList();
    if (!missing.isEmpty() && !user.master()) {
      throw KubeFailure.forbidden(resource, name, escalation(user, missing));
    }
  }

  private static String escalation(KubeUser user, List<KubeRule> missing) {
    String groups =
        user.groups().stream()
            .map(group -> "\"" + group + "\"")
            .collect(Collectors.joining(" ", "[", "]"));
    String attempt =
        "user \"%s\" (groups=%s) is attempting to grant RBAC permissions not currently held:"
            .formatted(user.name(), groups);
    return attempt + "\n" + KubeRule.lines(missing);
  }
}
