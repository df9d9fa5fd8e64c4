package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who a request for a token proves to be: learn.microsoft.com, "Microsoft Entra authentication and
 * authorization error codes", and "Workload identity federation". Guarded by the world.
 */
final class LoginCredentials {
  private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  private final AzureWorld world;

  LoginCredentials(AzureWorld world) {
    this.world = world;
  }

  AzurePrincipal check(Map<String, String> form) {
    String client = form.getOrDefault("client_id", "");
    String secret = form.getOrDefault("client_secret", "");
    if (client.equalsIgnoreCase(EmbeddedAzure.CLIENT_ID)) {
      return administrator(client, secret);
    }
    ObjectNode principal =
        world.directory().principalOf(client).orElseThrow(() -> unknownClient(client));
    AzurePrincipal who = new AzurePrincipal(AzureJson.text(principal, "id"), client);
    if (form.getOrDefault("client_assertion_type", "").equals(ASSERTION)) {
      checkAssertion(parent(client, principal), form.getOrDefault("client_assertion", ""));
    } else {
      checkSecret(client, secret);
    }
    return who;
  }

  private static AzurePrincipal administrator(String client, String secret) {
    if (!secret.equals(EmbeddedAzure.CLIENT_SECRET)) {
      throw wrongSecret(client);
    }
    return AzureWorld.ADMINISTRATOR;
  }

  /** An application's credentials hang on it; a managed identity's on the identity. */
  private String parent(String client, ObjectNode principal) {
    return world
        .directory()
        .applicationOf(client)
        .map(one -> AzureJson.text(one, "id"))
        .orElse(
            AzureJson.texts(principal.path("alternativeNames")).stream()
                .filter(name -> name.startsWith("/"))
                .findFirst()
                .orElse(""));
  }

  private static AzureFailure unknownClient(String client) {
    return new AzureFailure(
        400,
        "unauthorized_client/700016",
        ("AADSTS700016: Application with identifier '" + client + "' was not found in the")
            + " directory 'Contoso'. This can happen if the application has not been installed by"
            + " the administrator of the tenant or consented to by any user in the tenant. You may"
            + " have sent your authentication request to the wrong tenant.");
  }

  private static AzureFailure wrongSecret(String client) {
    return new AzureFailure(
        401,
        "invalid_client/7000215",
        "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request"
            + " is the client secret value, not the client secret ID, for a secret added to app '"
            + (client + "'."));
  }

  private void checkSecret(String client, String secret) {
    String application =
        world.directory().applicationOf(client).map(one -> AzureJson.text(one, "id")).orElse("");
    Map.Entry<String, AzureDirectory.Secret> held =
        world.directory().secrets().entrySet().stream()
            .filter(one -> one.getValue().application().equals(application))
            .filter(one -> one.getValue().text().equals(secret))
            .findFirst()
            .orElseThrow(() -> wrongSecret(client));
    if (world.lags().pending(AzureLag.CREDENTIAL, held.getKey())) {
      throw wrongSecret(client);
    }
    if (!world.clock().instant().isBefore(held.getValue().end())) {
      throw new AzureFailure(
          401,
          "invalid_client/7000222",
          "AADSTS7000222: The provided client secret keys for app '" + client + "' are expired.");
    }
  }

  private void checkAssertion(String parent, String assertion) {
    ObjectNode claims = claims(assertion);
    String issuer = AzureJson.text(claims, "iss");
    String subject = AzureJson.text(claims, "sub");
    List<ObjectNode> all = world.directory().federated(parent).truths();
    List<ObjectNode> ofIssuer =
        all.stream().filter(one -> AzureJson.text(one, "issuer").equals(issuer)).toList();
    if (ofIssuer.isEmpty()) {
      throw unmatched(
          all.isEmpty() ? "70021" : "700211",
          "No matching federated identity record found for presented assertion issuer",
          issuer);
    }
    ObjectNode match = ofSubject(ofIssuer, subject);
    String audience = AzureJson.text(claims, "aud");
    if (!AzureJson.texts(match.path("audiences")).contains(audience)) {
      throw unmatched(
          "700212",
          "No matching federated identity record found for presented assertion audience",
          audience);
    }
    if (world.lags().pending(AzureLag.CREDENTIAL, AzureJson.text(match, "id"))) {
      throw unmatched(
          "70021", "No matching federated identity record found for presented assertion", subject);
    }
  }

  /** Subjects have a case since 2024: Azure/login#515. */
  private static ObjectNode ofSubject(List<ObjectNode> credentials, String subject) {
    Optional<ObjectNode> match =
        credentials.stream()
            .filter(one -> AzureJson.text(one, "subject").equals(subject))
            .findFirst();
    boolean near =
        credentials.stream()
            .anyMatch(one -> AzureJson.text(one, "subject").equalsIgnoreCase(subject));
    return match.orElseThrow(
        () ->
            unmatched(
                near ? "7002138" : "700213",
                "No matching federated identity record found for presented assertion subject",
                subject));
  }

  private static AzureFailure unmatched(String code, String words, String value) {
    return new AzureFailure(
        400,
        "invalid_request/" + code,
        ("AADSTS" + code + ": " + words + " '" + value + "'. Check your federated identity")
            + " credential Subject, Audience and Issuer against the presented assertion."
            + " https://learn.microsoft.com/entra/workload-id/workload-identity-federation");
  }

  private static ObjectNode claims(String assertion) {
    String[] parts = assertion.split("\\.", -1);
    try {
      return AzureJson.parse(
          new String(
              Base64.getUrlDecoder().decode(parts.length > 1 ? parts[1] : ""),
              StandardCharsets.UTF_8));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new AzureFailure(
          401, "invalid_client/50027", "AADSTS50027: JWT token is invalid or malformed.");
    }
  }
}
