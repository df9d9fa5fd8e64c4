package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The objects of the tenant's directory. Guarded by the world. */
final class AzureDirectory {
  private final AzureShelf applications = new AzureShelf();
  private final AzureShelf principals = new AzureShelf();
  private final AzureShelf users = new AzureShelf();
  private final Map<String, AzureShelf> federated = new TreeMap<>();
  private final Map<String, Set<String>> owners = new TreeMap<>();
  private final Map<String, Secret> secrets = new TreeMap<>();
  private final Map<String, Set<String>> groups = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * A client secret.
   *
   * @param application the object id of its application
   * @param text the secret
   * @param end when it expires
   */
  record Secret(String application, String text, Instant end) {}

  AzureDirectory() {
    user(AzureWorld.ADMINISTRATOR.id(), AzureWorld.ADMINISTRATOR.name());
    user(AzureWorld.SOMEBODY.id(), AzureWorld.SOMEBODY.name());
  }

  AzureShelf applications() {
    return applications;
  }

  AzureShelf principals() {
    return principals;
  }

  AzureShelf users() {
    return users;
  }

  /** The federated credentials of an application or of a managed identity. */
  AzureShelf federated(String parent) {
    return federated.computeIfAbsent(AzureId.key(parent), x -> new AzureShelf());
  }

  void forgetFederated(String parent) {
    federated.remove(AzureId.key(parent));
  }

  /** The owners of an application or of a service principal. */
  Set<String> owners(String id) {
    return owners.computeIfAbsent(AzureId.key(id), x -> new LinkedHashSet<>());
  }

  /** Client secrets by the id of their key. */
  Map<String, Secret> secrets() {
    return secrets;
  }

  /** The service principal of an application's client id. */
  Optional<ObjectNode> principalOf(String clientId) {
    return principals.truths().stream()
        .filter(one -> AzureJson.text(one, "appId").equalsIgnoreCase(clientId))
        .findFirst();
  }

  /** The application of a client id. */
  Optional<ObjectNode> applicationOf(String clientId) {
    return applications.truths().stream()
        .filter(one -> AzureJson.text(one, "appId").equalsIgnoreCase(clientId))
        .findFirst();
  }

  void user(String id, String name) {
    ObjectNode user = AzureJson.object();
    user.put("id", id).put("displayName", name).put("userPrincipalName", name);
    users.put(id, user, 0);
  }

  void member(String group, String member) {
    groups.computeIfAbsent(group, x -> new LinkedHashSet<>()).add(member);
  }

  boolean application(String id) {
    return applications.truth(id).isPresent();
  }

  /** The type of a principal, as role assignments name it. */
  Optional<String> type(String id) {
    if (principals.truth(id).isPresent()) {
      return Optional.of("ServicePrincipal");
    }
    if (users.truth(id).isPresent()) {
      return Optional.of("User");
    }
    return groups.containsKey(id) ? Optional.of("Group") : Optional.empty();
  }

  /** A principal and the groups that it is in, through other groups too. */
  Set<String> identities(String principal) {
    Set<String> found = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(Set.of(principal));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (found.add(next)) {
        groups.forEach(
            (group, members) -> {
              if (members.stream().anyMatch(next::equalsIgnoreCase)) {
                open.add(group);
              }
            });
      }
    }
    return found;
  }

  /** A deleted object keeps what hangs on it until it is purged; the state does not show that. */
  private boolean gone(String id) {
    return !id.startsWith("/") && !application(id) && principals.truth(id).isEmpty();
  }

  Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    Map<String, Object> credentials = new TreeMap<>();
    federated.forEach((parent, shelf) -> credentials.put(parent, AzureWorld.tree(shelf)));
    credentials.keySet().removeIf(this::gone);
    credentials.values().removeIf(one -> one.equals(Map.of()));
    state.put("applications", AzureWorld.tree(applications));
    Map<String, Object> owned = new TreeMap<>(owners);
    owned.keySet().removeIf(this::gone);
    owned.values().removeIf(one -> one.equals(Set.of()));
    owned.replaceAll((id, one) -> List.copyOf((Set<?>) one));
    state.put("owners", owned);
    state.put("federatedIdentityCredentials", credentials);
    state.put("servicePrincipals", AzureWorld.tree(principals));
    return state;
  }
}
