package dev.onboard4j.testkit.aws;

import dev.onboard4j.testkit.aws.IamEntity.Sort;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** IAM: roles, managed policies and instance profiles (IAM API reference). */
final class IamApi {
  private final IamStore store;
  private final IamRoles roles;
  private final IamPolicies policies;
  private final IamProfiles profiles;

  IamApi(Clock clock) {
    store = new IamStore(clock);
    roles = new IamRoles(store);
    policies = new IamPolicies(store);
    profiles = new IamProfiles(store);
  }

  Set<String> missingPrincipals() {
    return store.missingPrincipals();
  }

  void pageSize(int entries) {
    store.pageSize(entries);
  }

  Map<String, Object> call(AwsCall call) {
    if (call.action().contains("InstanceProfile")) {
      return profiles.call(call);
    }
    return call.action().contains("Role") ? roles.call(call) : policies.call(call);
  }

  /** Whether another service can already see that principal. */
  boolean principalVisible(String arn) {
    return store.all(Sort.ROLE).stream()
        .anyMatch(role -> role.arn.equals(arn) && role.hidden-- <= 0);
  }

  Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    for (Sort sort : Sort.values()) {
      store.all(sort).forEach(entity -> state.put(sort.word() + " " + entity.name, state(entity)));
    }
    return state;
  }

  /** The state without ids, times and old versions, which differ from run to run. */
  private static Map<String, Object> state(IamEntity entity) {
    Map<String, Object> state = new TreeMap<>();
    state.put("arn", entity.arn);
    state.put("tags", Map.copyOf(entity.tags));
    state.put("description", entity.description);
    state.put("trust", entity.trust);
    state.put("boundary", entity.boundary);
    state.put("session", entity.maxSession);
    state.put("attached", List.copyOf(entity.attached));
    state.put(
        "documents",
        entity.sort == Sort.POLICY
            ? entity.documents.getOrDefault(entity.defaultVersion, "")
            : Map.copyOf(entity.documents));
    return state;
  }
}
