package dev.onboard4j.testkit.azure;

import static dev.onboard4j.testkit.azure.AzureClient.error;
import static dev.onboard4j.testkit.azure.AzureClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GraphCredentialsTest {
  private final EmbeddedAzure azure = EmbeddedAzure.start();
  private final AzureClient client = new AzureClient(azure);
  private String app = "";

  @BeforeEach
  void application() throws IOException {
    app =
        "/v1.0/applications/"
            + json(client.send("POST", "/v1.0/applications", "{\"displayName\":\"mine\"}"))
                .path("id")
                .asText();
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  private HttpResponse<String> password(String name, String end) throws IOException {
    return client.send(
        "POST",
        app + "/addPassword",
        ("{\"passwordCredential\":{\"displayName\":\"" + name + "\",\"endDateTime\":\"" + end)
            + "\"}}");
  }

  private JsonNode passwords() throws IOException {
    return json(client.send("GET", app, "")).path("passwordCredentials");
  }

  @Test
  void aSecretIsShownOnceAndRemovedByItsKey() throws IOException {
    JsonNode made = json(password("x", "2199-01-01T11:11:11.111Z"));
    assertThat(made.path("secretText").asText()).startsWith(made.path("hint").asText());
    assertThat(made.path("hint").asText()).hasSize(3);
    assertThat(passwords().path(0).path("secretText").isNull()).isTrue();
    assertThat(azure.state().toString()).doesNotContain(made.path("secretText").asText());
    String key = "{\"keyId\":\"" + made.path("keyId").asText() + "\"}";
    assertThat(client.send("POST", app + "/removePassword", key).statusCode()).isEqualTo(204);
    HttpResponse<String> again = client.send("POST", app + "/removePassword", key);
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).contains("No password credential found with keyId");
  }

  /** Graph reference, addPassword: two years. */
  @Test
  void aSecretWithoutAnEndLastsTwoYears() throws IOException {
    JsonNode made = json(client.send("POST", app + "/addPassword", "{}"));
    Instant start = Instant.parse(made.path("startDateTime").asText());
    Instant end = Instant.parse(made.path("endDateTime").asText());
    assertThat(Duration.between(start, end).toDays()).isBetween(730L, 731L);
  }

  @Test
  void aPolicyLimitsTheLifeOfSecretsOrForbidsThem() throws IOException {
    azure.secretsUpTo(Duration.ofDays(90));
    assertThat(error(password("x", "2199-01-01T11:11:11.111Z")))
        .isEqualTo("400 CredentialInvalidLifetimeAsPerAppPolicy");
    String soon = Instant.now().plus(Duration.ofDays(89)).toString();
    assertThat(password("x", soon).statusCode()).isEqualTo(200);
    azure.withoutSecrets();
    assertThat(error(password("x", soon))).isEqualTo("400 CredentialTypeNotAllowedAsPerAppPolicy");
    JsonNode policy =
        json(client.send("GET", "/v1.0/policies/defaultAppManagementPolicy", ""))
            .at("/applicationRestrictions/passwordCredentials");
    assertThat(policy.path(0).path("restrictionType").asText()).isEqualTo("passwordAddition");
    assertThat(policy.path(1).path("maxLifetime").asText()).isEqualTo("P90D");
  }

  private HttpResponse<String> federated(String name, String subject) throws IOException {
    return client.send("POST", app + "/federatedIdentityCredentials", credential(name, subject));
  }

  private static String credential(String name, String subject) {
    return "{\"name\":\"%s\",\"issuer\":\"https://i\",\"subject\":\"%s\",\"audiences\":[\"a\"]}"
        .formatted(name, subject);
  }

  @Test
  void aFederatedCredentialIsUniqueByNameAndBySubject() throws IOException {
    HttpResponse<String> made = federated("one", "s");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(error(federated("one", "t")))
        .isEqualTo("409 Request_MultipleObjectsWithSameKeyValue");
    assertThat(error(federated("two", "s")))
        .isEqualTo("400 InvalidFederatedIdentityCredentialValue");
    String byId = app + "/federatedIdentityCredentials/" + json(made).path("id").asText();
    assertThat(json(client.send("GET", byId, "")).path("name").asText()).isEqualTo("one");
    assertThat(client.send("PATCH", byId, "{\"subject\":\"u\"}").statusCode()).isEqualTo(204);
    assertThat(json(client.send("GET", byId, "")).path("subject").asText()).isEqualTo("u");
    assertThat(client.send("DELETE", byId, "").statusCode()).isEqualTo(204);
    assertThat(client.send("GET", byId, "").statusCode()).isEqualTo(404);
  }

  @Test
  void aFederatedCredentialIsUpsertedByItsName() throws IOException {
    String path = app + "/federatedIdentityCredentials(name='one')";
    AzureClient upsert = new AzureClient(azure).header("Prefer", "create-if-missing");
    String body = credential("one", "s").replace("\"name\":\"one\",", "");
    assertThat(client.send("PATCH", path, body).statusCode()).isEqualTo(404);
    assertThat(upsert.send("PATCH", path, body).statusCode()).isEqualTo(201);
    assertThat(upsert.send("PATCH", path, "{\"subject\":\"t\"}").statusCode()).isEqualTo(204);
    assertThat(json(client.send("GET", path, "")).path("subject").asText()).isEqualTo("t");
  }

  @Test
  void whatIsNewIsMissedByAsManyReadsAsGraphLags() throws IOException {
    azure.lag(AzureLag.GRAPH, 1);
    String key = json(password("x", "2199-01-01T11:11:11.111Z")).path("keyId").asText();
    assertThat(passwords()).isEmpty();
    assertThat(passwords()).hasSize(1);
    String body = "{\"keyId\":\"" + key + "\"}";
    assertThat(client.send("POST", app + "/removePassword", body).statusCode()).isEqualTo(400);
    assertThat(client.send("POST", app + "/removePassword", body).statusCode()).isEqualTo(204);
    federated("one", "s");
    String all = app + "/federatedIdentityCredentials";
    assertThat(json(client.send("GET", all, "")).path("value")).isEmpty();
    assertThat(json(client.send("GET", all, "")).path("value")).hasSize(1);
  }

  @Test
  void anApplicationThatOwnsItsOwnListsNothingAndChangesOnlyThose() throws IOException {
    azure.graph(AzureGraphAccess.APPLICATION_ALL);
    String foreign =
        "/v1.0/applications/"
            + json(client.send("POST", "/v1.0/applications", "{\"displayName\":\"theirs\"}"))
                .path("id")
                .asText();
    azure.graph(AzureGraphAccess.APPLICATION_OWNED);
    String denied = "403 Authorization_RequestDenied";
    assertThat(error(client.send("GET", "/v1.0/applications", ""))).isEqualTo(denied);
    assertThat(error(client.send("GET", foreign, ""))).isEqualTo(denied);
    assertThat(error(client.send("PATCH", foreign, "{\"notes\":\"x\"}"))).isEqualTo(denied);
    HttpResponse<String> own =
        client.send("POST", "/v1.0/applications", "{\"displayName\":\"own\"}");
    String path = "/v1.0/applications/" + json(own).path("id").asText();
    assertThat(client.send("PATCH", path, "{\"notes\":\"x\"}").statusCode()).isEqualTo(204);
    assertThat(client.send("POST", path + "/addPassword", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void aMemberRegistersApplicationsWhereTheTenantPermitsIt() throws IOException {
    azure.graph(AzureGraphAccess.MEMBER);
    String body = "{\"displayName\":\"x\"}";
    assertThat(client.send("POST", "/v1.0/applications", body).statusCode()).isEqualTo(201);
    azure.withoutRegistration();
    assertThat(client.send("POST", "/v1.0/applications", body).statusCode()).isEqualTo(403);
    JsonNode policy = json(client.send("GET", "/v1.0/policies/authorizationPolicy", ""));
    assertThat(policy.at("/defaultUserRolePermissions/allowedToCreateApps").asBoolean()).isFalse();
    assertThat(client.send("GET", "/v1.0/policies/defaultAppManagementPolicy", "").statusCode())
        .isEqualTo(403);
  }

  @Test
  void withoutAPermissionNothingIsAnswered() throws IOException {
    azure.graph(AzureGraphAccess.NONE);
    for (String path : List.of("/v1.0/applications", app, "/v1.0/servicePrincipals")) {
      assertThat(error(client.send("GET", path, ""))).isEqualTo("403 Authorization_RequestDenied");
    }
  }
}
