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
  /** What a lookup of a new account may answer for a while; the answers take turns. */
  enum Lookup {
    FOUND,
    MISSED,
    DENIED
  }

  private final GcpPolicy policy;
  private final Map<String, ServiceAccountKey> keys = new LinkedHashMap<>();
  private ServiceAccount account;
  private Instant deletedAt = Instant.MAX;
  private int hidden;
  private int lookups;

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

  /** Creation is eventually consistent: some lookups miss it, some are denied, some find it. */
  boolean missed() {
    return lookup() != Lookup.FOUND;
  }

  /** Whether a lookup by its name finds it. */
  Lookup lookup() {
    lookups++;
    if (hidden == 0 || lookups % 4 == 0) {
      return Lookup.FOUND;
    }
    hidden--;
    return lookups % 2 == 0 ? Lookup.DENIED : Lookup.MISSED;
  }

  private Map<String, Object> keyStates() {
    Map<String, Object> states = new TreeMap<>();
    keys.forEach(
        (id, key) ->
            states.put(
                id,
                Map.of(
                    "disabled",
                    key.getDisabled(),
                    "expires",
                    Instant.ofEpochSecond(key.getValidBeforeTime().getSeconds()).toString())));
    return states;
  }

  Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    state.put("displayName", account.getDisplayName());
    state.put("description", account.getDescription());
    state.put("disabled", account.getDisabled());
    state.put("keys", keyStates());
    state.put("policy", policy.state());
    return state;
  }
}
