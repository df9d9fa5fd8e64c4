package dev.onboard4j.testkit.aws;

import dev.onboard4j.testkit.aws.IamEntity.Sort;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  void missPrincipal(String arn, int requests) {
    store.missPrincipal(arn, requests);
  }

  void pageSize(int entries) {
    store.pageSize(entries);
  }

  void attachedPoliciesPerRole(int quota) {
    store.attachedPoliciesPerRole(quota);
  }

  /** The ARN of an existing object. */
  Optional<String> arn(Sort sort, String name) {
    return store.arn(sort, name);
  }

  Map<String, Object> call(AwsCall call) {
    if (call.action().equals("GetAccountSummary")) {
      return summary();
    }
    if (call.action().contains("InstanceProfile")) {
      return profiles.call(call);
    }
    return call.action().contains("Role") ? roles.call(call) : policies.call(call);
  }

  /** The part of the summary that differs between accounts. */
  private Map<String, Object> summary() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("key", "AttachedPoliciesPerRoleQuota");
    entry.put("value", String.valueOf(store.attachedPoliciesPerRole()));
    return Map.of("SummaryMap", Map.of("entry", entry));
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
