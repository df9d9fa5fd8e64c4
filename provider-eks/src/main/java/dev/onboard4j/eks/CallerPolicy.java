package dev.onboard4j.eks;

import dev.onboard4j.model.RequiredPermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes the IAM policy that grants the permissions of the caller.
 *
 * <p>A role may be passed to EC2 only, which is what adding it to an instance profile checks (IAM
 * user guide, "Grant a user permissions to pass a role to an AWS service").
 */
final class CallerPolicy {
  private static final String PASS_ROLE = "iam:PassRole";

  private CallerPolicy() {}

  /**
   * The policy.
   *
   * @param dnsSuffix the suffix of service principals in the partition of the cluster
   */
  static Map<String, Object> of(List<RequiredPermission> permissions, String dnsSuffix) {
    List<Object> statements = new ArrayList<>();
    actionsByResources(permissions)
        .forEach(
            (resources, actions) -> {
              SortedSet<String> free = new TreeSet<>(actions);
              if (free.remove(PASS_ROLE)) {
                statements.add(passing(List.of(resources.split(" ")), dnsSuffix));
              }
              if (!free.isEmpty()) {
                statements.add(statement(List.of(resources.split(" ")), free));
              }
            });
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("Version", "2012-10-17");
    policy.put("Statement", statements);
    return policy;
  }

  /** The actions by their resources, which are joined by spaces. */
  private static SortedMap<String, SortedSet<String>> actionsByResources(
      List<RequiredPermission> permissions) {
    SortedMap<String, SortedSet<String>> resources = new TreeMap<>();
    for (RequiredPermission one : permissions) {
      resources.computeIfAbsent(one.permission(), x -> new TreeSet<>()).add(one.resource());
    }
    SortedMap<String, SortedSet<String>> actions = new TreeMap<>();
    resources.forEach(
        (action, on) ->
            actions.computeIfAbsent(String.join(" ", on), x -> new TreeSet<>()).add(action));
    return actions;
  }

  private static Map<String, Object> passing(List<String> roles, String dnsSuffix) {
    Map<String, Object> statement = statement(roles, new TreeSet<>(List.of(PASS_ROLE)));
    statement.put(
        "Condition", Map.of("StringEquals", Map.of("iam:PassedToService", "ec2." + dnsSuffix)));
    return statement;
  }

  private static Map<String, Object> statement(List<String> resources, SortedSet<String> actions) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Effect", "Allow");
    statement.put("Action", List.copyOf(actions));
    statement.put("Resource", resources);
    return statement;
  }
}
