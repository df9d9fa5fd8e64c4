package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Client secrets: Graph reference, addPassword and removePassword. Guarded by the world. */
final class GraphSecrets {
  private final AzureWorld world;
  private final GraphObjects applications;
  private final GraphPolicies policies;

  GraphSecrets(AzureWorld world, GraphObjects applications, GraphPolicies policies) {
    this.world = world;
    this.applications = applications;
    this.policies = policies;
  }

  AzureReply add(GraphCall call) {
    ObjectNode application = applications.writable(call);
    ObjectNode given = AzureJson.member(call.body(), "passwordCredential");
    Instant start = time(given, "startDateTime").orElse(world.clock().instant());
    // The reference: two years, if no end is given.
    Instant end =
        time(given, "endDateTime")
            .orElseGet(() -> start.atOffset(ZoneOffset.UTC).plusYears(2).toInstant());
    policies.checkSecret(Duration.between(start, end));
    String key = world.ids().next("secret");
    String secret = key.substring(0, 3) + "8Q~" + world.ids().next("secret text").replace("-", "");
    ObjectNode credential = credential(given, key, start, end);
    credential.put("hint", secret.substring(0, 3));
    stored(call, application, credential.deepCopy());
    String id = AzureJson.text(application, "id");
    world.directory().secrets().put(key, new AzureDirectory.Secret(id, secret, end));
    world.lags().begin(AzureLag.CREDENTIAL, key);
    world.lags().begin(AzureLag.GRAPH, key);
    return AzureReply.of(200, shown(call, credential.put("secretText", secret)));
  }

  private static ObjectNode credential(ObjectNode given, String key, Instant start, Instant end) {
    ObjectNode credential = AzureJson.object();
    credential.putNull("customKeyIdentifier");
    boolean named = given.path("displayName").isTextual();
    credential.set("displayName", named ? given.get("displayName") : null);
    credential.put("endDateTime", end.toString()).put("startDateTime", start.toString());
    return credential.put("keyId", key).putNull("secretText");
  }

  private static ObjectNode shown(GraphCall call, ObjectNode credential) {
    ObjectNode shown = AzureJson.object();
    String context = "/v1.0/$metadata#microsoft.graph.passwordCredential";
    shown.put("@odata.context", call.call().base() + context);
    shown.setAll(credential);
    return shown;
  }

  private static Optional<Instant> time(ObjectNode given, String member) {
    if (!GraphObjects.given(given, member)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(AzureJson.text(given, member)));
    } catch (DateTimeParseException e) {
      throw GraphCall.bad("Cannot convert the literal to the expected type 'Edm.DateTimeOffset'.");
    }
  }

  private void stored(GraphCall call, ObjectNode application, ObjectNode credential) {
    ArrayNode all = application.withArray("passwordCredentials");
    all.insert(0, credential);
    applications.store(call, application);
  }

  /** A key that a replica does not know yet is refused as one that is not there. */
  AzureReply remove(GraphCall call) {
    ObjectNode application = applications.writable(call);
    String key = AzureJson.text(call.body(), "keyId");
    ArrayNode kept = application.arrayNode();
    boolean found = false;
    for (ObjectNode one : AzureJson.objects(application.path("passwordCredentials"))) {
      boolean same = AzureJson.text(one, "keyId").equalsIgnoreCase(key);
      found |= same;
      if (!same) {
        kept.add(one);
      }
    }
    if (!found || world.lags().pending(AzureLag.GRAPH, key)) {
      throw GraphCall.bad("No password credential found with keyId " + key + ".");
    }
    application.set("passwordCredentials", kept);
    applications.store(call, application);
    world.directory().secrets().remove(key);
    return AzureReply.empty(204);
  }
}
