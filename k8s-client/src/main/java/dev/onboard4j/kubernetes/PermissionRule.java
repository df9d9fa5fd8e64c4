package dev.onboard4j.kubernetes;

import dev.onboard4j.model.RequiredPermission;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a permission of the Kubernetes API, {@code kubernetes:get pods}. Immutable.
 *
 * @param verb the verb
 * @param group the API group
 * @param resource the resource, in the plural
 * @param namespace the namespace; the empty string for the whole cluster
 * @param name the object's name; the empty string for any object
 */
public record PermissionRule(
    String verb, String group, String resource, String namespace, String name) {
  private static final Pattern PERMISSION =
      Pattern.compile(ObjectRef.SERVICE + ":(\\w+) ([^.]+)(?:\\.(.+))?");

  /** The parts of a permission; empty when the permission is another service's. */
  public static Optional<PermissionRule> of(RequiredPermission required) {
    Matcher parts = PERMISSION.matcher(required.permission());
    return parts.matches() ? Optional.of(of(parts, required.resource())) : Optional.empty();
  }

  private static PermissionRule of(Matcher parts, String full) {
    String group = parts.group(3) == null ? "" : parts.group(3);
    int slash = full.indexOf('/');
    String namespace = slash < 0 ? "" : full.substring(0, slash);
    String name = full.substring(slash + 1);
    return new PermissionRule(
        parts.group(1), group, parts.group(2), namespace, name.equals("*") ? "" : name);
  }

  /** The rule that grants it. */
  public PolicyRule rule() {
    return PolicyRule.of(
        Set.of(group), Set.of(resource), name.isEmpty() ? Set.of() : Set.of(name), Set.of(verb));
  }

  /** The place where it is required, as a reference to a role there. */
  public ObjectRef scope() {
    return new ObjectRef(
        namespace.isEmpty() ? KubeKind.CLUSTER_ROLE : KubeKind.ROLE, namespace, name);
  }
}
