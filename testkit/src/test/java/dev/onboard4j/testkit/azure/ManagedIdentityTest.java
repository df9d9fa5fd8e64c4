package dev.onboard4j.testkit.azure;

import static dev.onboard4j.testkit.azure.AzureClient.GROUP;
import static dev.onboard4j.testkit.azure.AzureClient.error;
import static dev.onboard4j.testkit.azure.AzureClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ManagedIdentityTest {
  private static final String ID =
      GROUP + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine";
  private static final String CREDENTIALS = ID + "/federatedIdentityCredentials";

  private final EmbeddedAzure azure = EmbeddedAzure.start().group(EmbeddedAzure.SUBSCRIPTION, "g");
  private final AzureClient client = new AzureClient(azure);

  @AfterEach
  void stop() {
    azure.close();
  }

  private HttpResponse<String> send(String method, String path, String body) throws IOException {
    return client.send(method, path + "?api-version=2024-11-30", body);
  }

  private HttpResponse<String> identity(String location) throws IOException {
    return send("PUT", ID, "{\"location\":\"" + location + "\"}");
  }

  private HttpResponse<String> credential(String name, String subject, String audiences)
      throws IOException {
    return send(
        "PUT",
        CREDENTIALS + "/" + name,
        ("{\"properties\":{\"issuer\":\"https://accounts.google.com\",\"subject\":\"" + subject)
            + ("\",\"audiences\":[" + audiences + "]}}"));
  }

  @Test
  void anIdentityIsAPrincipalWithoutAnApplication() throws IOException {
    HttpResponse<String> made = identity("westeurope");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(identity("westeurope").statusCode()).isEqualTo(200);
    JsonNode properties = json(made).path("properties");
    assertThat(json(made).path("id").asText()).contains("/resourcegroups/g/");
    String client = "/v1.0/servicePrincipals/" + properties.path("principalId").asText();
    JsonNode principal = json(this.client.send("GET", client, ""));
    assertThat(principal.path("servicePrincipalType").asText()).isEqualTo("ManagedIdentity");
    assertThat(principal.path("appId")).isEqualTo(properties.path("clientId"));
    assertThat(json(this.client.send("GET", "/v1.0/applications", "")).path("value")).isEmpty();
    assertThat(send("DELETE", ID, "").statusCode()).isEqualTo(200);
    assertThat(send("DELETE", ID, "").statusCode()).isEqualTo(204);
    assertThat(this.client.send("GET", client, "").statusCode()).isEqualTo(404);
  }

  @Test
  void anIdentityStaysWhereItIs() throws IOException {
    assertThat(error(send("PUT", ID, "{}"))).isEqualTo("400 LocationRequired");
    identity("westeurope");
    assertThat(error(identity("eastus"))).isEqualTo("409 InvalidResourceLocation");
  }

  @Test
  void aProviderThatIsNotRegisteredMakesNone() throws IOException {
    azure.unregister(EmbeddedAzure.SUBSCRIPTION, "Microsoft.ManagedIdentity");
    assertThat(error(identity("westeurope"))).isEqualTo("409 MissingSubscriptionRegistration");
  }

  @Test
  void aCredentialOfTheSameNameIsOverwrittenWithoutAWord() throws IOException {
    assertThat(error(credential("one", "1", "\"a\""))).isEqualTo("404 ResourceNotFound");
    identity("westeurope");
    assertThat(credential("one", "1", "\"a\"").statusCode()).isEqualTo(201);
    assertThat(credential("one", "2", "\"a\"").statusCode()).isEqualTo(200);
    JsonNode read = json(send("GET", CREDENTIALS + "/one", ""));
    assertThat(read.at("/properties/subject").asText()).isEqualTo("2");
    assertThat(json(send("GET", CREDENTIALS, "")).path("value")).hasSize(1);
    assertThat(send("DELETE", CREDENTIALS + "/one", "").statusCode()).isEqualTo(200);
    assertThat(send("DELETE", CREDENTIALS + "/one", "").statusCode()).isEqualTo(204);
    assertThat(error(send("GET", CREDENTIALS + "/one", ""))).isEqualTo("404 NotFound");
  }

  @ParameterizedTest
  @CsvSource({
    "second, 1, '\"a\"', Issuer and subject combination already exists for this Managed Identity.",
    "second, 2, '\"a\",\"b\"', must have exactly one audience.",
    "s, 2, '\"a\"', name 's' is invalid.",
    "second, '', '\"a\"', has empty properties.",
  })
  void aCredentialKeepsTheRules(String name, String subject, String audiences, String words)
      throws IOException {
    identity("westeurope");
    credential("first", "1", "\"a\"");
    HttpResponse<String> reply = credential(name, subject, audiences);
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.body()).contains(words);
  }
}
