package dev.onboard4j.testkit.azure;

import static dev.onboard4j.testkit.azure.AzureClient.error;
import static dev.onboard4j.testkit.azure.AzureClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GraphPrincipalsTest {
  private static final String APPS = "/v1.0/applications";
  private static final String PRINCIPALS = "/v1.0/servicePrincipals";

  private final MovingClock clock = new MovingClock();
  private final EmbeddedAzure azure = EmbeddedAzure.start(clock);
  private final AzureClient client = new AzureClient(azure);

  @AfterEach
  void stop() {
    azure.close();
  }

  private JsonNode create(String name) throws IOException {
    HttpResponse<String> reply = client.send("POST", APPS, "{\"displayName\":\"" + name + "\"}");
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
    return json(reply);
  }

  private HttpResponse<String> principal(String appId) throws IOException {
    return client.send("POST", PRINCIPALS, "{\"appId\":\"" + appId + "\"}");
  }

  @Test
  void aPrincipalBelongsToOneApplication() throws IOException {
    String appId = create("mine").path("appId").asText();
    HttpResponse<String> none = principal("00000000-0000-0000-0000-000000000009");
    assertThat(error(none)).isEqualTo("400 Request_BadRequest");
    assertThat(none.body()).contains("does not reference a valid application object.");
    assertThat(principal(appId).statusCode()).isEqualTo(201);
    assertThat(error(principal(appId))).isEqualTo("409 Request_MultipleObjectsWithSameKeyValue");
    JsonNode all = json(client.send("GET", PRINCIPALS + "?$filter=appId eq '" + appId + "'", ""));
    assertThat(all.path("value")).hasSize(1);
  }

  @Test
  void anApplicationAndAPrincipalAreLearntLate() throws IOException {
    azure.lag(AzureLag.APPLICATION, 1).lag(AzureLag.PRINCIPAL, 1);
    azure.group(EmbeddedAzure.SUBSCRIPTION, "g");
    client.putRole(AzureClient.ROLE, "r", List.of(AzureClient.GROUP), "*/read");
    String appId = create("mine").path("appId").asText();
    assertThat(principal(appId).statusCode()).isEqualTo(400);
    String id = json(principal(appId)).path("id").asText();
    assertThat(
            error(client.assign(AzureClient.ASSIGNMENT, AzureClient.GROUP, AzureClient.ROLE, id)))
        .isEqualTo("400 PrincipalNotFound");
    assertThat(
            client
                .assign(AzureClient.ASSIGNMENT, AzureClient.GROUP, AzureClient.ROLE, id)
                .statusCode())
        .isEqualTo(201);
  }

  @Test
  void anApplicationIsNoPrincipal() throws IOException {
    azure.group(EmbeddedAzure.SUBSCRIPTION, "g");
    client.putRole(AzureClient.ROLE, "r", List.of(AzureClient.GROUP), "*/read");
    String id = create("mine").path("id").asText();
    assertThat(
            error(client.assign(AzureClient.ASSIGNMENT, AzureClient.GROUP, AzureClient.ROLE, id)))
        .isEqualTo("400 PrincipalTypeNotSupported");
  }

  /** Restoring the application leaves its principal deleted: Graph reference, restore. */
  @Test
  void whatIsDeletedIsRestoredOneByOne() throws IOException {
    JsonNode made = create("mine");
    String id = made.path("id").asText();
    String principal = json(principal(made.path("appId").asText())).path("id").asText();
    client.send("DELETE", APPS + "/" + id, "");
    String items = "/v1.0/directory/deletedItems/";
    assertThat(client.send("GET", PRINCIPALS + "/" + principal, "").statusCode()).isEqualTo(404);
    String deleted = items + "microsoft.graph.application?$filter=displayName eq 'mine'";
    assertThat(json(client.send("GET", deleted, "")).path("value")).hasSize(1);
    assertThat(client.send("POST", items + id + "/restore", "").statusCode()).isEqualTo(200);
    assertThat(json(client.send("GET", deleted, "")).path("value")).isEmpty();
    assertThat(client.send("GET", APPS + "/" + id, "").statusCode()).isEqualTo(200);
    assertThat(client.send("GET", PRINCIPALS + "/" + principal, "").statusCode()).isEqualTo(404);
    assertThat(client.send("POST", items + principal + "/restore", "").statusCode()).isEqualTo(200);
    assertThat(client.send("GET", PRINCIPALS + "/" + principal, "").statusCode()).isEqualTo(200);
  }

  @Test
  void ownersAreListedAddedAndRemoved() throws IOException {
    azure.user("00000000-aaaa-4000-8000-000000000001", "somebody");
    String owners = APPS + "/" + create("mine").path("id").asText() + "/owners";
    JsonNode first = json(client.send("GET", owners, ""));
    assertThat(first.at("/value/0/id").asText()).isEqualTo(AzureWorld.ADMINISTRATOR.id());
    assertThat(first.at("/value/0/@odata.type").asText()).isEqualTo("#microsoft.graph.user");
    String body =
        "{\"@odata.id\":\"https://graph.microsoft.com/v1.0/directoryObjects/"
            + "00000000-aaaa-4000-8000-000000000001\"}";
    assertThat(client.send("POST", owners + "/$ref", body).statusCode()).isEqualTo(204);
    assertThat(client.send("POST", owners + "/$ref", body).statusCode()).isEqualTo(400);
    assertThat(json(client.send("GET", owners, "")).path("value")).hasSize(2);
    String one = owners + "/00000000-aaaa-4000-8000-000000000001/$ref";
    assertThat(client.send("DELETE", one, "").statusCode()).isEqualTo(204);
  }

  /** Graph reference, deletedItems: thirty days. */
  @Test
  void whatIsDeletedIsGoneAfterThirtyDays() throws IOException {
    String id = create("mine").path("id").asText();
    client.send("DELETE", APPS + "/" + id, "");
    String item = "/v1.0/directory/deletedItems/" + id;
    assertThat(azure.state().get("graph").toString()).doesNotContain(id);
    assertThat(azure.state().get("deleted").toString()).contains(id);
    clock.pass(Duration.ofDays(29));
    assertThat(client.send("GET", item, "").statusCode()).isEqualTo(200);
    clock.pass(Duration.ofDays(1));
    assertThat(error(client.send("POST", item + "/restore", "")))
        .isEqualTo("404 Request_ResourceNotFound");
  }
}
