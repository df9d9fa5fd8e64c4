package dev.onboard4j.testkit.google;

import com.google.iam.admin.v1.ServiceAccount;
import com.google.iam.admin.v1.ServiceAccountKey;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A service account with its keys and its own policy; guarded by its world. */
final class GcpAccount {
  private final GcpPolicy policy;
  private final Map<String, ServiceAccountKey> keys = new LinkedHashMap<>();
  private ServiceAccount account;
  private Instant deletedAt = Instant.MAX;
  private int hidden;

  GcpAccount(ServiceAccount account, GcpProject project, Clock clock, int hidden) {
    this.account = account;
    this.hidden = hidden;
    policy = new GcpPolicy(project, clock);
  }

  ServiceAccount account() {
    return account;
  }

  void account(ServiceAccount changed) {
    account = changed;
  }

  GcpPolicy policy() {
    return policy;
  }

  Map<String, ServiceAccountKey> keys() {
    return keys;
  }

  Instant deletedAt() {
    return deletedAt;
  }

  void deletedAt(Instant at) {
    deletedAt = at;
  }

  /** Creation is eventually consistent: some lookups miss it at first. */
  boolean missed() {
    if (hidden > 0) {
      hidden--;
      return true;
    }
    return false;
  }

  Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    state.put("displayName", account.getDisplayName());
    state.put("description", account.getDescription());
    state.put("disabled", account.getDisabled());
    state.put("keys", keys.size());
    state.put("policy", policy.state());
    return state;
  }
}
