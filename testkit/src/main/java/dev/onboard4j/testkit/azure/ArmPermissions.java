package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the sender may do at a scope, and what is denied there: REST reference, Permissions - List
 * For Resource Group, and Deny Assignments - List For Scope. Guarded by the world.
 */
final class ArmPermissions {
  private final AzureWorld world;

  ArmPermissions(AzureWorld world) {
    this.world = world;
  }

  /** There are operations for a group and for a resource, none for a subscription. */
  AzureReply list(ArmCall call) {
    if (AzureId.group(call.scope()).isEmpty()) {
      throw AzureWorld.notServed("the permissions of a subscription, which the reference lacks");
    }
    List<ObjectNode> entries = world.rights().permissions(call.caller(), call.scope());
    return AzureReply.of(200, world.pages().arm(call.call(), entries));
  }

  AzureReply denials(ArmCall call) {
    boolean onlyAbove = call.call().query("$filter").equals("atScope()");
    List<ObjectNode> found =
        world.rights().denials().list().stream()
            .filter(
                one -> {
                  String scope = AzureJson.text(one.path("properties"), "scope");
                  return AzureId.within(call.scope(), scope)
                      || (!onlyAbove && AzureId.within(scope, call.scope()));
                })
            .toList();
    return AzureReply.of(200, world.pages().arm(call.call(), found));
  }

  AzureReply denial(ArmCall call) {
    return AzureReply.of(
        200,
        world
            .rights()
            .denials()
            .read(call.name())
            .orElseThrow(
                () ->
                    new AzureFailure(
                        404,
                        "DenyAssignmentNotFound",
                        "The deny assignment '" + call.name() + "' is not found.")));
  }
}
