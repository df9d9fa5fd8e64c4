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
 * @param namespace where; the empty string for everywhere
 * @param name of which object; the empty string for any
 */
public record NeedRule(String verb, String group, String resource, String namespace, String name) {
  private static final Pattern PERMISSION =
      Pattern.compile(ObjectRef.SERVICE + ":(\\w+) ([^.]+)(?:\\.(.+))?");

  /** The parts of a need, or nothing when it is another service's. */
  public static Optional<NeedRule> of(RequiredPermission need) {
    Matcher permission = PERMISSION.matcher(need.permission());
    if (!permission.matches()) {
      return Optional.empty();
    }
    String group = permission.group(3) == null ? "" : permission.group(3);
    String full = need.resource();
    int slash = full.indexOf('/');
    String namespace = slash < 0 ? "" : full.substring(0, slash);
    String name = full.substring(slash + 1);
    return Optional.of(
        new NeedRule(
            permission.group(1),
            group,
            permission.group(2),
            namespace,
            name.equals("*") ? "" : name));
  }

  /** The rule that gives it. */
  public PolicyRule rule() {
    return PolicyRule.of(
        Set.of(group), Set.of(resource), name.isEmpty() ? Set.of() : Set.of(name), Set.of(verb));
  }

  /** Where it is needed, as a reference of no particular kind. */
  public ObjectRef where() {
    return new ObjectRef(
        namespace.isEmpty() ? KubeKind.CLUSTER_ROLE : KubeKind.ROLE, namespace, name);
  }
}
