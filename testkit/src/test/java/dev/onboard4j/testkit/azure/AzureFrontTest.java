package dev.onboard4j.testkit.azure;

import static dev.onboard4j.testkit.azure.AzureClient.GROUP;
import static dev.onboard4j.testkit.azure.AzureClient.ROLES;
import static dev.onboard4j.testkit.azure.AzureClient.error;
import static dev.onboard4j.testkit.azure.AzureClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.testkit.Http;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AzureFrontTest {
  private static final String SUBSCRIPTION = "/subscriptions/" + EmbeddedAzure.SUBSCRIPTION;
  private static final String READ = "arm:Microsoft.Resources/subscriptions/resourceGroups/read";

  private final EmbeddedAzure azure = EmbeddedAzure.start().group(EmbeddedAzure.SUBSCRIPTION, "g");
  private final AzureClient client = new AzureClient(azure);

  @AfterEach
  void stop() {
    azure.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 400 MissingApiVersionParameter",
    "?api-version=1999-01-01, 400 InvalidResourceType",
    "?api-version=2021-04-01, 200",
    "?API-VERSION=2021-04-01, 200",
  })
  void aRequestNamesAVersionThatItsTypeHas(String query, String outcome) throws IOException {
    HttpResponse<String> reply = client.send("GET", GROUP + query, "");
    assertThat(error(reply).strip()).isEqualTo(outcome);
  }

  @Test
  void aRequestWithoutATokenIsChallenged() throws IOException {
    HttpResponse<String> reply = Http.to(azure.endpoint()).get(GROUP + "?api-version=2021-04-01");
    assertThat(error(reply)).isEqualTo("401 AuthenticationFailed");
    assertThat(reply.headers().firstValue("www-authenticate")).get().asString().contains("Bearer");
  }

  @Test
  void whatIsNotServedIsNotMistakenForAbsence() throws IOException {
    assertThat(error(client.arm("GET", GROUP + "/providers/Microsoft.Sql/servers/x", "")))
        .isEqualTo("501 NotServedByTheEmbeddedAzure");
    assertThat(error(client.send("GET", "/v1.0/groups", "")))
        .isEqualTo("501 NotServedByTheEmbeddedAzure");
    assertThat(error(client.arm("GET", SUBSCRIPTION + ROLES + "?$filter=x gt 1", "")))
        .isEqualTo("501 NotServedByTheEmbeddedAzure");
  }

  /** "Throttling Resource Manager requests"; "Microsoft Graph error responses". */
  @ParameterizedTest
  @CsvSource({
    "THROTTLE, 429 SubscriptionRequestsThrottled",
    "UNAVAILABLE, 503 ServiceUnavailable",
    "DENY, 403 AuthorizationFailed",
    "ERROR, 500 InternalServerError",
  })
  void aFaultHasTheErrorOfItsService(Fault.Kind kind, String error) throws IOException {
    azure.faults().on(READ, 1, Fault.of(kind));
    HttpResponse<String> reply = client.arm("GET", GROUP, "");
    assertThat(error(reply)).isEqualTo(error);
    assertThat(reply.headers().firstValue("retry-after").isPresent())
        .isEqualTo(kind == Fault.Kind.THROTTLE);
    assertThat(client.arm("GET", GROUP, "").statusCode()).isEqualTo(200);
  }

  @Test
  void aBodyIsJson() throws IOException {
    String role = GROUP + ROLES + "/" + AzureClient.ROLE + "?api-version=2022-04-01";
    Http plain = Http.to(azure.endpoint()).header("Authorization", "Bearer any");
    assertThat(error(plain.send("PUT", role, "{\"properties\":{}}")))
        .isEqualTo("415 UnsupportedMediaType");
    assertThat(error(client.send("PUT", role, "no JSON"))).isEqualTo("400 InvalidRequestContent");
    assertThat(error(client.send("PUT", role, "{\"propertys\":{}}")))
        .isEqualTo("400 InvalidRequestContent");
  }

  @Test
  void everyReplyHasItsIdsAndTheRestOfItsBucket() throws IOException {
    HttpResponse<String> reply =
        new AzureClient(azure).header("x-ms-client-request-id", "mine").arm("GET", GROUP, "");
    assertThat(reply.headers().map())
        .containsKeys(
            "x-ms-request-id",
            "x-ms-correlation-request-id",
            "x-ms-ratelimit-remaining-subscription-global-reads")
        .containsEntry("x-ms-client-request-id", List.of("mine"));
  }

  @Test
  void aRequestIsRecordedUnderTheActionThatItRequires() throws IOException {
    client.arm("GET", GROUP, "");
    client.arm("DELETE", GROUP + ROLES + "/" + AzureClient.ROLE, "");
    assertThat(azure.calls())
        .extracting(RecordedCall::name)
        .containsExactly(READ, "arm:Microsoft.Authorization/roleDefinitions/delete");
    assertThat(azure.calls())
        .extracting(RecordedCall::effect)
        .containsExactly(RecordedCall.Effect.READ, RecordedCall.Effect.WRITE);
    assertThat(azure.calls().get(0).resource()).isEqualTo(GROUP);
    client.arm("GET", GROUP, "");
    client.arm("GET", GROUP + "2", "");
    assertThat(azure.calls().stream().map(RecordedCall::arguments).distinct()).hasSize(3);
  }

  @Test
  void aGroupIsFoundWhateverTheCaseOfItsId() throws IOException {
    assertThat(client.read(GROUP.toUpperCase(Locale.ROOT)).path("id").asText()).isEqualTo(GROUP);
    assertThat(client.arm("HEAD", GROUP, "").statusCode()).isEqualTo(204);
    assertThat(client.arm("HEAD", GROUP + "2", "").statusCode()).isEqualTo(404);
    assertThat(error(client.arm("GET", GROUP + "2", ""))).isEqualTo("404 ResourceGroupNotFound");
  }

  @Test
  void aListingComesInPagesWhoseLinkKeepsTheQuery() throws IOException {
    azure.group(EmbeddedAzure.SUBSCRIPTION, "g2").group(EmbeddedAzure.SUBSCRIPTION, "g3");
    azure.pageSize(2);
    var first = client.read(SUBSCRIPTION + "/resourcegroups");
    assertThat(first.path("value")).hasSize(2);
    String link = first.path("nextLink").asText();
    assertThat(link).startsWith(azure.endpoint() + SUBSCRIPTION).contains("api-version=2022-04-01");
    var second = json(client.send("GET", link, ""));
    assertThat(second.path("value")).hasSize(1);
    assertThat(second.has("nextLink")).isFalse();
  }

  /** The client in front of a proxy is told the addresses that it knows. */
  @Test
  void linksBeginWhereTheClientBelievesTheServiceToBe() throws IOException {
    azure.group(EmbeddedAzure.SUBSCRIPTION, "g2").pageSize(1);
    AzureClient behind = new AzureClient(azure).header("X-Forwarded-Host", "management.azure.com");
    assertThat(behind.read(SUBSCRIPTION + "/resourcegroups").path("nextLink").asText())
        .startsWith("https://management.azure.com/subscriptions/");
  }

  @Test
  void subscriptionsOfOthersAndUnknownOnesAreRefused() throws IOException {
    String foreign = "22222222-2222-4333-8444-555555555555";
    azure.foreignSubscription(foreign, "99999999-0000-4ccc-8111-dddd2222eeee");
    HttpResponse<String> reply = client.arm("GET", "/subscriptions/" + foreign, "");
    assertThat(error(reply)).isEqualTo("401 InvalidAuthenticationTokenTenant");
    assertThat(reply.body()).contains("99999999-0000-4ccc-8111-dddd2222eeee");
    assertThat(error(client.arm("GET", "/subscriptions/33333333-2222-4333-8444-555555555555", "")))
        .isEqualTo("404 SubscriptionNotFound");
    assertThat(client.read("/subscriptions").path("value")).hasSize(1);
  }

  @Test
  void equalWorldsHaveEqualStates() throws IOException {
    try (EmbeddedAzure twin = EmbeddedAzure.start().group(EmbeddedAzure.SUBSCRIPTION, "g")) {
      client.putRole(AzureClient.ROLE, "r", List.of(GROUP), "*/read");
      assertThat(twin.state()).isNotEqualTo(azure.state());
      new AzureClient(twin).putRole(AzureClient.ROLE, "r", List.of(GROUP), "*/read");
      assertThat(twin.state()).isEqualTo(azure.state());
    }
  }

  @Test
  void settingsNameTheAddressOfEveryService() {
    assertThat(azure.settings())
        .containsOnlyKeys("endpoint.arm", "endpoint.graph", "endpoint.login")
        .containsValue(azure.endpoint().toString());
  }

  @Test
  void somebodyElsesChangeIsNeitherRecordedNorMadeToFail() {
    azure.faults().always("*", Fault.of(Fault.Kind.DENY));
    azure.withoutRoles().graph(AzureGraphAccess.NONE);
    String made = azure.change("POST", "/v1.0/applications", "{\"displayName\":\"theirs\"}");
    assertThat(made).contains("\"displayName\":\"theirs\"");
    assertThat(azure.calls()).isEmpty();
    assertThat(azure.state().toString()).contains("theirs");
    assertThatThrownBy(() -> azure.change("GET", "/v1.0/applications/none", ""))
        .hasMessageContaining("Request_ResourceNotFound");
  }

  @ParameterizedTest
  @EnumSource(AzureWorlds.class)
  void aWorldOfOthersIsPlantedWithoutACall(AzureWorlds others) {
    others.plant(azure, "g");
    assertThat(azure.calls()).isEmpty();
    assertThat(azure.state().toString()).contains("CAST.AI ");
  }
}
