package dev.onboard4j.testkit.google;

import com.google.container.v1.Cluster;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The objects of one project; guarded by its world. */
final class GcpProject {
  private final String id;
  private final long number;
  private final SortedSet<String> enabled = new TreeSet<>();
  private final Map<String, Integer> requests = new TreeMap<>();
  private final SortedMap<String, GcpAccount> accounts = new TreeMap<>();
  private final Map<String, GcpAccount> deletedAccounts = new LinkedHashMap<>();
  private final SortedMap<String, GcpRole> roles = new TreeMap<>();
  private final SortedMap<String, Cluster> clusters = new TreeMap<>();
  private final SortedSet<String> unknownPrincipals = new TreeSet<>();
  private final SortedSet<String> silentZones = new TreeSet<>();
  private final SortedSet<String> constraints = new TreeSet<>();
  private final GcpPolicy policy;
  private @Nullable Duration keyLife;

  GcpProject(String id, long number, Clock clock) {
    this.id = id;
    this.number = number;
    policy = new GcpPolicy(this, clock);
  }

  String id() {
    return id;
  }

  long number() {
    return number;
  }

  SortedSet<String> enabled() {
    return enabled;
  }

  /** Enables APIs; the first requests to them may still be refused. */
  void enable(Collection<String> services) {
    services.stream()
        .filter(service -> enabled.add(service))
        .forEach(service -> requests.put(service, 0));
  }

  /** Refuses a request to an API that is disabled, or that was enabled a moment ago. */
  GcpProject answering(String api, GcpRefusals refusals) {
    if (!enabled.contains(api)) {
      throw GcpError.disabled(api, number);
    }
    if (requests.containsKey(api)) {
      int request = requests.merge(api, 1, Integer::sum);
      refusals.check(api, request, number);
    }
    return this;
  }

  SortedMap<String, GcpAccount> accounts() {
    return accounts;
  }

  /** The deleted accounts by unique id, which an undeletion names. */
  Map<String, GcpAccount> deletedAccounts() {
    return deletedAccounts;
  }

  SortedMap<String, GcpRole> roles() {
    return roles;
  }

  SortedMap<String, Cluster> clusters() {
    return clusters;
  }

  /** The organization policies that are enforced. */
  SortedSet<String> constraints() {
    return constraints;
  }

  /** The service accounts of other projects that do not exist. */
  SortedSet<String> unknownPrincipals() {
    return unknownPrincipals;
  }

  /** The zones that do not answer when clusters are listed. */
  SortedSet<String> silentZones() {
    return silentZones;
  }

  /** How long a new key is valid; empty for a key that does not expire. */
  Optional<Duration> keyLife() {
    return Optional.ofNullable(keyLife);
  }

  void keyLife(Duration life) {
    keyLife = life;
  }

  GcpPolicy policy() {
    return policy;
  }

  /** The visible state, equal for equal projects; without generated ids. */
  Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    state.put("enabled", new TreeSet<>(enabled));
    Map<String, Object> found = new TreeMap<>();
    accounts.forEach((email, account) -> found.put(email, account.state()));
    state.put("serviceAccounts", found);
    state.put("roles", liveRoles());
    state.put("policy", policy.state());
    return state;
  }

  private Map<String, Object> liveRoles() {
    Map<String, Object> live = new TreeMap<>();
    roles.forEach(
        (roleId, role) -> {
          if (role.deletedAt().isEmpty()) {
            live.put(roleId, role.state());
          }
        });
    return live;
  }
}
