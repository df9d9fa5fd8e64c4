package dev.onboard4j.testkit.azure;

import static dev.onboard4j.testkit.azure.AzureClient.GROUP;
import static dev.onboard4j.testkit.azure.AzureClient.error;
import static dev.onboard4j.testkit.azure.AzureClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LoginTest {
  private static final String ARM = "https://management.azure.com/.default";

  private final MovingClock clock = new MovingClock();
  private final EmbeddedAzure azure =
      EmbeddedAzure.start(clock).group(EmbeddedAzure.SUBSCRIPTION, "g");
  private final AzureClient client = new AzureClient(azure);
  private String appId = "";
  private String object = "";
  private String principal = "";

  @BeforeEach
  void application() throws IOException {
    JsonNode made = json(client.send("POST", "/v1.0/applications", "{\"displayName\":\"mine\"}"));
    appId = made.path("appId").asText();
    object = made.path("id").asText();
    principal =
        json(client.send("POST", "/v1.0/servicePrincipals", "{\"appId\":\"" + appId + "\"}"))
            .path("id")
            .asText();
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  private HttpResponse<String> token(String client, String scope, String credential)
      throws IOException {
    return this.client.send(
        "POST",
        "/" + EmbeddedAzure.TENANT + "/oauth2/v2.0/token",
        ("grant_type=client_credentials&client_id=" + client + "&scope=" + scope + "&")
            + credential);
  }

  private String secret() throws IOException {
    return json(client.send("POST", "/v1.0/applications/" + object + "/addPassword", "{}"))
        .path("secretText")
        .asText();
  }

  private static String code(HttpResponse<String> reply) throws IOException {
    return json(reply).path("error").asText() + " " + json(reply).at("/error_codes/0").asInt();
  }

  @Test
  void aTokenOfASecretHasTheRightsOfItsPrincipal() throws IOException {
    HttpResponse<String> reply = token(appId, ARM, "client_secret=" + secret());
    assertThat(json(reply).path("token_type").asText()).isEqualTo("Bearer");
    AzureClient own = new AzureClient(azure, json(reply).path("access_token").asText());
    HttpResponse<String> refused = own.arm("GET", GROUP, "");
    assertThat(error(refused)).isEqualTo("403 AuthorizationFailed");
    assertThat(refused.body()).contains("The client '" + appId + "' with object id '" + principal);
    client.putRole(AzureClient.ROLE, "r", List.of(GROUP), "*/read");
    azure.lag(AzureLag.RIGHTS, 1);
    client.assign(AzureClient.ASSIGNMENT, GROUP, AzureClient.ROLE, principal);
    assertThat(own.arm("GET", GROUP, "").statusCode()).isEqualTo(403);
    assertThat(own.arm("GET", GROUP, "").statusCode()).isEqualTo(200);
    assertThat(error(own.send("GET", "/v1.0/applications", "")))
        .isEqualTo("401 InvalidAuthenticationToken");
  }

  @Test
  void aTokenExpires() throws IOException {
    String token =
        json(token(EmbeddedAzure.CLIENT_ID, ARM, "client_secret=" + EmbeddedAzure.CLIENT_SECRET))
            .path("access_token")
            .asText();
    AzureClient own = new AzureClient(azure, token);
    assertThat(own.arm("GET", GROUP, "").statusCode()).isEqualTo(200);
    clock.pass(Duration.ofHours(1));
    assertThat(error(own.arm("GET", GROUP, ""))).isEqualTo("401 ExpiredAuthenticationToken");
  }

  /** kubelogin's fixtures, and learn.microsoft.com, error codes. */
  @Test
  void credentialsAreRefusedWithTheirCodes() throws IOException {
    assertThat(code(token(appId, ARM, "client_secret=wrong"))).isEqualTo("invalid_client 7000215");
    assertThat(code(token(object, ARM, "client_secret=x"))).isEqualTo("unauthorized_client 700016");
    assertThat(code(token(appId, "https://graph.microsoft.com", "client_secret=x")))
        .isEqualTo("invalid_scope 1002012");
    String secret = secret();
    clock.pass(Duration.ofDays(731));
    HttpResponse<String> expired = token(appId, ARM, "client_secret=" + secret);
    assertThat(code(expired)).isEqualTo("invalid_client 7000222");
    assertThat(json(expired).path("error_description").asText())
        .containsPattern("\r\nTrace ID: .*\r\nCorrelation ID: .*\r\nTimestamp: 2028.*Z$");
  }

  @Test
  void aSecretIsNotValidAtOnce() throws IOException {
    azure.lag(AzureLag.CREDENTIAL, 1);
    String secret = secret();
    assertThat(code(token(appId, ARM, "client_secret=" + secret)))
        .isEqualTo("invalid_client 7000215");
    assertThat(token(appId, ARM, "client_secret=" + secret).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> federated(String issuer, String subject) throws IOException {
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"api://AzureADTokenExchange\"}"
            .formatted(issuer, subject);
    String assertion =
        "e30."
            + Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
            + ".sig";
    return token(
        appId,
        ARM,
        "client_assertion_type="
            + URLEncoder.encode(
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", StandardCharsets.UTF_8)
            + ("&client_assertion=" + URLEncoder.encode(assertion, StandardCharsets.UTF_8)));
  }

  @Test
  void anAssertionNeedsACredentialWithItsIssuerAndSubject() throws IOException {
    assertThat(code(federated("https://i", "Sub"))).isEqualTo("invalid_request 70021");
    client.send(
        "POST",
        "/v1.0/applications/" + object + "/federatedIdentityCredentials",
        "{\"name\":\"fed\",\"issuer\":\"https://i\",\"subject\":\"Sub\","
            + "\"audiences\":[\"api://AzureADTokenExchange\"]}");
    assertThat(federated("https://i", "Sub").statusCode()).isEqualTo(200);
    assertThat(code(federated("https://j", "Sub"))).isEqualTo("invalid_request 700211");
    assertThat(code(federated("https://i", "other"))).isEqualTo("invalid_request 700213");
    assertThat(code(federated("https://i", "sub"))).isEqualTo("invalid_request 7002138");
  }

  @Test
  void clientsDiscoverTheTokenEndpoint() throws IOException {
    JsonNode instance =
        json(
            client.send(
                "GET",
                "/common/discovery/instance?api-version=1.1&authorization_endpoint="
                    + ("https://login.microsoftonline.com/" + EmbeddedAzure.TENANT)
                    + "/oauth2/v2.0/authorize",
                ""));
    String next = instance.path("tenant_discovery_endpoint").asText();
    assertThat(next).contains(EmbeddedAzure.TENANT + "/v2.0/.well-known/openid-configuration");
    assertThat(json(client.send("GET", next, "")).path("token_endpoint").asText())
        .isEqualTo(azure.endpoint() + "/" + EmbeddedAzure.TENANT + "/oauth2/v2.0/token");
    HttpResponse<String> other =
        client.send("POST", "/" + object + "/oauth2/v2.0/token", "grant_type=client_credentials");
    assertThat(code(other)).isEqualTo("invalid_request 90002");
  }
}
