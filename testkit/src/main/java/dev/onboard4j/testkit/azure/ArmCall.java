package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A request to Resource Manager.
 *
 * @param call the request
 * @param scope what comes before the resource provider: a subscription, a group, a resource
 * @param id the id that the request is about: the resource's, or the scope of a listing
 * @param names the names within the resource type
 */
record ArmCall(AzureCall call, String scope, String id, List<String> names) {
  String name() {
    return names.get(names.size() - 1);
  }

  AzurePrincipal caller() {
    return call.caller();
  }

  ObjectNode properties() {
    return call.body().path("properties") instanceof ObjectNode properties
        ? properties
        : AzureJson.object();
  }
}
