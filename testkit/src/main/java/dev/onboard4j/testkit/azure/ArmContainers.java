package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Tenants, subscriptions, resource groups, registered providers. Guarded by the world. */
final class ArmContainers {
  private final AzureWorld world;

  ArmContainers(AzureWorld world) {
    this.world = world;
  }

  AzureReply tenants(ArmCall call) {
    ObjectNode tenant = AzureJson.object();
    tenant.put("id", "/tenants/" + EmbeddedAzure.TENANT).put("tenantId", EmbeddedAzure.TENANT);
    return AzureReply.of(200, world.pages().arm(call.call(), List.of(tenant)));
  }

  /** Only those on which the sender may do something. */
  AzureReply subscriptions(ArmCall call) {
    List<ObjectNode> visible =
        world.subscriptions().all().stream()
            .filter(one -> visible(call.caller(), AzureJson.text(one, "id")))
            .toList();
    return AzureReply.of(200, world.pages().arm(call.call(), visible));
  }

  private boolean visible(AzurePrincipal who, String id) {
    return !world.rights().permissions(who, id).isEmpty();
  }

  AzureReply subscription(ArmCall call) {
    return AzureReply.of(200, world.subscriptions().shown(call.name()));
  }

  AzureReply groups(ArmCall call) {
    List<ObjectNode> found =
        world.subscriptions().groups().list().stream()
            .filter(one -> AzureId.within(AzureJson.text(one, "id"), call.id()))
            .toList();
    return AzureReply.of(200, world.pages().arm(call.call(), found));
  }

  AzureReply group(ArmCall call) {
    return world
        .subscriptions()
        .groups()
        .read(call.id())
        .map(one -> AzureReply.of(200, one))
        .orElseThrow(
            () ->
                new AzureFailure(
                    404,
                    "ResourceGroupNotFound",
                    "Resource group '" + call.name() + "' could not be found."));
  }

  /** HEAD: 204 for one that is there. */
  AzureReply exists(ArmCall call) {
    boolean there = world.subscriptions().groups().read(call.id()).isPresent();
    return AzureReply.empty(there ? 204 : 404);
  }

  AzureReply provider(ArmCall call) {
    return AzureReply.of(200, provider(call.names().get(0), call.names().get(1)));
  }

  AzureReply register(ArmCall call, String namespace) {
    String subscription = AzureId.subscription(call.scope());
    world.subscriptions().register(subscription, namespace);
    return AzureReply.of(200, provider(subscription, namespace));
  }

  private ObjectNode provider(String subscription, String namespace) {
    ObjectNode provider = AzureJson.object();
    provider.put("id", AzureId.ofSubscription(subscription) + "/providers/" + namespace);
    provider.put("namespace", namespace);
    boolean registered = world.subscriptions().registered(subscription, namespace);
    provider.put("registrationState", registered ? "Registered" : "NotRegistered");
    provider.putArray("resourceTypes");
    return provider;
  }
}
