package dev.onboard4j.testkit.azure;

import static dev.onboard4j.testkit.azure.AzureClient.error;
import static dev.onboard4j.testkit.azure.AzureClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GraphTest {
  private static final String APPS = "/v1.0/applications";

  private final EmbeddedAzure azure = EmbeddedAzure.start();
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

  private List<String> found(AzureClient by, String query) throws IOException {
    HttpResponse<String> reply = by.send("GET", APPS + query, "");
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    List<String> names = new ArrayList<>();
    json(reply).path("value").forEach(one -> names.add(one.path("displayName").asText()));
    return names;
  }

  @Test
  void anApplicationIsMadeAndReadAsItWasRecorded() throws IOException {
    JsonNode made = create("mine");
    JsonNode read = json(client.send("GET", APPS + "/" + made.path("id").asText(), ""));
    assertThat(made.path("uniqueName").isNull()).isTrue();
    assertThat(made.path("tags")).isEmpty();
    assertThat(made.path("signInAudience").asText())
        .isEqualTo("AzureADandPersonalMicrosoftAccount");
    assertThat(made.path("createdDateTime").asText()).contains(".");
    assertThat(read.path("createdDateTime").asText()).doesNotContain(".");
    String byAppId = APPS + "(appId='" + made.path("appId").asText() + "')";
    assertThat(json(client.send("GET", byAppId, "")).path("id")).isEqualTo(made.path("id"));
  }

  @Test
  void anErrorHasTheBodyOfGraph() throws IOException {
    HttpResponse<String> reply = client.send("GET", APPS + "/none", "");
    assertThat(error(reply)).isEqualTo("404 Request_ResourceNotFound");
    assertThat(reply.body()).contains("Resource 'none' does not exist or one of its queried");
    assertThat(json(reply).at("/error/innerError/request-id").asText())
        .isEqualTo(reply.headers().firstValue("request-id").orElseThrow());
    assertThat(reply.headers().firstValue("content-type")).contains("application/json");
    azure.faults().on("graph:list applications", 1, Fault.of(Fault.Kind.THROTTLE));
    HttpResponse<String> throttled = client.send("GET", APPS, "");
    assertThat(error(throttled)).isEqualTo("429 TooManyRequests");
    assertThat(throttled.headers().firstValue("retry-after")).contains("10");
  }

  @ParameterizedTest
  @CsvSource({
    "displayName eq 'one', one",
    "displayName eq 'ONE', one",
    "'startswith(displayName,''on'')', 'one, only, on and off'",
    "displayName eq 'it''s', it's",
    "displayName eq 'on and off' and displayName eq 'on and off', on and off",
    "displayName eq 'none', ''",
  })
  void aFilterNeedsNoHeader(String filter, String expected) throws IOException {
    create("one");
    create("only");
    create("it's");
    create("on and off");
    List<String> names = expected.isEmpty() ? List.of() : List.of(expected.split(", ", -1));
    assertThat(found(client, "?$filter=" + filter)).containsExactlyElementsOf(names);
  }

  /** "Advanced query capabilities": the header and $count together. */
  @Test
  void anAdvancedQueryNeedsTheHeaderAndACount() throws IOException {
    create("one");
    create("two");
    String query = "?$filter=displayName ne 'one'";
    AzureClient eventual = new AzureClient(azure).header("ConsistencyLevel", "eventual");
    assertThat(error(client.send("GET", APPS + query + "&$count=true", "")))
        .isEqualTo("400 Request_UnsupportedQuery");
    assertThat(error(eventual.send("GET", APPS + query, "")))
        .isEqualTo("400 Request_UnsupportedQuery");
    assertThat(found(eventual, query + "&$count=true")).containsExactly("two");
    JsonNode counted = json(client.send("GET", APPS + "?$count=true", ""));
    assertThat(counted.has("@odata.count")).isFalse();
  }

  @Test
  void theIndexIsLaterThanTheDirectory() throws IOException {
    azure.lag(AzureLag.GRAPH, 1);
    create("one");
    AzureClient eventual = new AzureClient(azure).header("ConsistencyLevel", "eventual");
    assertThat(found(client, "")).isEmpty();
    assertThat(found(client, "")).containsExactly("one");
    assertThat(found(eventual, "")).isEmpty();
    assertThat(found(eventual, "")).containsExactly("one");
  }

  @Test
  void aListingComesInPagesWithALinkToFollow() throws IOException {
    create("one");
    create("two");
    JsonNode first = json(client.send("GET", APPS + "?$top=1&$select=displayName", ""));
    assertThat(first.at("/value/0").size()).isEqualTo(1);
    JsonNode second = json(client.send("GET", first.path("@odata.nextLink").asText(), ""));
    assertThat(second.at("/value/0/displayName").asText()).isEqualTo("two");
    assertThat(second.has("@odata.nextLink")).isFalse();
  }

  private HttpResponse<String> upsert(String name, String body) throws IOException {
    return new AzureClient(azure)
        .header("Prefer", "create-if-missing")
        .send("PATCH", APPS + "(uniqueName='" + name + "')", body);
  }

  @Test
  void aUniqueNameIsCreatedOnceThenUpdatedAndKeptWhileDeleted() throws IOException {
    String body = "{\"displayName\":\"mine\"}";
    assertThat(client.send("PATCH", APPS + "(uniqueName='u')", body).statusCode()).isEqualTo(404);
    HttpResponse<String> made = upsert("u", body);
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(json(made).path("uniqueName").asText()).isEqualTo("u");
    assertThat(upsert("u", "{\"displayName\":\"other\"}").statusCode()).isEqualTo(204);
    assertThat(found(client, "")).containsExactly("other");
    String id = json(made).path("id").asText();
    assertThat(client.send("DELETE", APPS + "/" + id, "").statusCode()).isEqualTo(204);
    HttpResponse<String> taken = upsert("u", body);
    assertThat(error(taken)).isEqualTo("400 Request_BadRequest");
    assertThat(taken.body()).contains("same value for property uniqueName already exists");
    client.send("DELETE", "/v1.0/directory/deletedItems/" + id, "");
    assertThat(upsert("u", body).statusCode()).isEqualTo(201);
  }

  @Test
  void aUniqueNameIsSetOnceByAnUpdate() throws IOException {
    String path = APPS + "/" + create("mine").path("id").asText();
    assertThat(client.send("PATCH", path, "{\"uniqueName\":\"u\"}").statusCode()).isEqualTo(204);
    assertThat(client.send("PATCH", path, "{\"uniqueName\":\"v\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void anUnknownPropertyIsRefused() throws IOException {
    HttpResponse<String> reply =
        client.send("POST", APPS, "{\"displayName\":\"x\",\"displayname2\":\"y\"}");
    assertThat(error(reply)).isEqualTo("400 Request_BadRequest");
    assertThat(client.send("POST", APPS, "{\"notes\":\"x\"}").statusCode()).isEqualTo(400);
    HttpResponse<String> type =
        client.send("POST", APPS, "{\"displayName\":\"x\",\"tags\":\"one\"}");
    assertThat(type.body()).contains("'tags' to the expected type 'Collection(Edm.String)'");
  }

  @Test
  void requestsAreRecordedByVerbAndCollection() throws IOException {
    String id = create("mine").path("id").asText();
    client.send("GET", APPS, "");
    client.send("GET", APPS + "/" + id, "");
    client.send("GET", APPS + "/" + id + "/owners", "");
    client.send("POST", APPS + "/" + id + "/addPassword", "{}");
    client.send("POST", APPS + "/" + id + "/microsoft.graph.addPassword", "{}");
    upsert("u", "{\"displayName\":\"x\"}");
    client.send("DELETE", APPS + "/" + id, "");
    client.send("POST", "/v1.0/directory/deletedItems/" + id + "/restore", "");
    assertThat(azure.calls())
        .extracting(RecordedCall::name)
        .containsExactly(
            "graph:create applications",
            "graph:list applications",
            "graph:get applications",
            "graph:list applications/owners",
            "graph:addPassword applications",
            "graph:addPassword applications",
            "graph:upsert applications",
            "graph:delete applications",
            "graph:restore directory/deletedItems");
  }
}
