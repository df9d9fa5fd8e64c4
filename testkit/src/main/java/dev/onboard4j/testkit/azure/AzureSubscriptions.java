package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Subscriptions, their resource groups, registered providers and locks. Guarded by the world. */
final class AzureSubscriptions {
  private static final List<String> REGISTERED =
      List.of(
          "Microsoft.Authorization",
          "Microsoft.Compute",
          "Microsoft.ContainerService",
          "Microsoft.ManagedIdentity",
          "Microsoft.Network",
          "Microsoft.Resources");

  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private final AzureShelf groups = new AzureShelf();
  private final Set<String> locks = new LinkedHashSet<>();

  private static final class Subscription {
    private final String id;
    private String state = "Enabled";
    private String tenant = EmbeddedAzure.TENANT;
    private final Set<String> registered = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    Subscription(String id) {
      this.id = id;
      registered.addAll(REGISTERED);
    }
  }

  private Subscription add(String id) {
    return subscriptions.computeIfAbsent(AzureId.key(id), x -> new Subscription(id));
  }

  void state(String id, String state) {
    add(id).state = state;
  }

  void tenant(String id, String tenant) {
    add(id).tenant = tenant;
  }

  void unregister(String id, String namespace) {
    add(id).registered.remove(namespace);
  }

  void register(String id, String namespace) {
    add(id).registered.add(namespace);
  }

  boolean registered(String id, String namespace) {
    return find(id).filter(one -> one.registered.contains(namespace)).isPresent();
  }

  void lock(String scope) {
    locks.add(AzureId.key(scope));
  }

  AzureShelf groups() {
    return groups;
  }

  /** Adds a resource group, and its subscription. */
  void group(String subscription, String name, String location, String managedBy) {
    add(subscription);
    String id = AzureId.ofGroup(subscription, name);
    if (groups.truth(id).isPresent()) {
      return;
    }
    ObjectNode group = AzureJson.object();
    group.put("id", id).put("name", name).put("type", "Microsoft.Resources/resourceGroups");
    group.put("location", location);
    if (!managedBy.isEmpty()) {
      group.put("managedBy", managedBy);
    }
    group.putObject("properties").put("provisioningState", "Succeeded");
    groups.put(id, group, 0);
  }

  private Optional<Subscription> find(String id) {
    return Optional.ofNullable(subscriptions.get(AzureId.key(id)));
  }

  /** Whether a scope's subscription and group are there. */
  boolean exists(String scope) {
    String subscription = AzureId.subscription(scope);
    String group = AzureId.group(scope);
    return subscription.isEmpty()
        || (find(subscription).filter(AzureSubscriptions::home).isPresent()
            && (group.isEmpty() || groups.truth(AzureId.ofGroup(subscription, group)).isPresent()));
  }

  private static boolean home(Subscription subscription) {
    return subscription.tenant.equals(EmbeddedAzure.TENANT);
  }

  /** Refuses an unknown subscription, and one of another tenant. */
  void checkKnown(String scope) {
    String id = AzureId.subscription(scope);
    if (id.isEmpty()) {
      return;
    }
    Subscription subscription =
        find(id)
            .orElseThrow(
                () ->
                    new AzureFailure(
                        404,
                        "SubscriptionNotFound",
                        "The subscription '" + id + "' could not be found."));
    if (!home(subscription)) {
      throw wrongTenant(subscription.tenant);
    }
  }

  private static AzureFailure wrongTenant(String tenant) {
    return new AzureFailure(
        401,
        "InvalidAuthenticationTokenTenant",
        ("The access token is from the wrong issuer 'https://sts.windows.net/"
                + EmbeddedAzure.TENANT)
            + ("/'. It must match the tenant 'https://sts.windows.net/" + tenant)
            + "/' associated with this subscription. Please use the authority (URL)"
            + (" 'https://login.windows.net/" + tenant + "' to get the token. Note, if the")
            + " subscription is transferred to another tenant there is no impact to the services,"
            + " but information about new tenant could take time to propagate (up to an hour).");
  }

  void checkGroup(String scope) {
    String group = AzureId.group(scope);
    if (!group.isEmpty() && !exists(scope)) {
      throw new AzureFailure(
          404, "ResourceGroupNotFound", "Resource group '" + group + "' could not be found.");
    }
  }

  /** Refuses writes in a disabled subscription. */
  void checkWritable(String scope) {
    String id = AzureId.subscription(scope);
    if (find(id).filter(one -> one.state.equals("Disabled")).isPresent()) {
      throw new AzureFailure(
          409,
          "ReadOnlyDisabledSubscription",
          ("The subscription '" + id + "' is disabled and therefore marked as read only. You")
              + " cannot perform any write actions on this subscription until it is re-enabled.");
    }
  }

  /** Refuses deletions at and below a scope with a lock, assignments of roles included. */
  void checkUnlocked(String id) {
    for (String lock : locks) {
      if (AzureId.within(id, lock)) {
        throw new AzureFailure(
            409,
            "ScopeLocked",
            ("The scope '" + id + "' cannot perform delete operation because following scope(s)")
                + (" are locked: '" + lock + "'. Please remove the lock and try again."));
      }
    }
  }

  void checkRegistered(String scope, String namespace) {
    String id = AzureId.subscription(scope);
    if (!id.isEmpty() && !registered(id, namespace)) {
      throw new AzureFailure(
          409,
          "MissingSubscriptionRegistration",
          ("The subscription is not registered to use namespace '" + namespace)
              + "'. See https://aka.ms/rps-not-found for how to register subscriptions.");
    }
  }

  /** The subscriptions of this tenant. */
  List<ObjectNode> all() {
    return subscriptions.values().stream()
        .filter(AzureSubscriptions::home)
        .map(AzureSubscriptions::shown)
        .toList();
  }

  ObjectNode shown(String id) {
    return shown(add(id));
  }

  private static ObjectNode shown(Subscription subscription) {
    ObjectNode shown = AzureJson.object();
    shown.put("id", AzureId.ofSubscription(subscription.id));
    shown.put("subscriptionId", subscription.id);
    shown.put("tenantId", subscription.tenant);
    shown.put("displayName", "Subscription " + subscription.id.substring(0, 8));
    shown.put("state", subscription.state);
    ObjectNode policies = shown.putObject("subscriptionPolicies");
    policies.put("locationPlacementId", "Public_2014-09-01");
    policies.put("quotaId", "PayAsYouGo_2014-09-01").put("spendingLimit", "Off");
    shown.put("authorizationSource", "RoleBased");
    return shown;
  }

  Map<String, Object> state() {
    Map<String, Object> known = new TreeMap<>();
    for (Subscription one : subscriptions.values()) {
      known.put(one.id, Map.of("state", one.state, "registered", List.copyOf(one.registered)));
    }
    Map<String, Object> state = new TreeMap<>();
    state.put("subscriptions", known);
    state.put("resourceGroups", AzureWorld.tree(groups));
    return state;
  }
}
