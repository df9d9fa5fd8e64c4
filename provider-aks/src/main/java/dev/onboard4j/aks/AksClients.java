package dev.onboard4j.aks;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Context;
import com.azure.identity.DefaultAzureCredentialBuilder;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.EndpointSettings;
import dev.onboard4j.spi.support.Lazy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Sends requests to Azure's APIs; client and credential are created at their first use. */
final class AksClients {
  // AKS documentation: the server application of every cluster with Entra, in all clouds.
  private static final String KUBERNETES = "6dae42f8-4368-4678-94ff-3960e28e3630";
  private static final int FIRST_REFUSAL = 300;

  private final SessionContext context;
  private final Settings settings;
  private final AzureCloud cloud;
  private final Lazy<HttpClient> http;
  private final Lazy<AzureTokens> tokens;

  AksClients(SessionContext context) {
    this.context = context;
    settings = context.settings();
    cloud = AzureCloud.of(settings);
    http = Lazy.givenOr(context.given(HttpClient.class), this::httpClient, made -> {});
    tokens = Lazy.of(() -> new AzureTokens(credential()));
  }

  private HttpClient httpClient() {
    Duration limit = context.requestLimit();
    return new JdkHttpClientBuilder(
            java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1))
        .connectionTimeout(limit)
        .writeTimeout(limit)
        .responseTimeout(limit)
        .readTimeout(limit)
        .build();
  }

  /** The embedder's credential, a placeholder on this machine, or the default chain. */
  private TokenCredential credential() {
    Optional<TokenCredential> given = context.given(TokenCredential.class);
    if (given.isPresent()) {
      return given.get();
    }
    if (AksSettings.areEndpointsLocal(settings)) {
      return request -> Mono.just(new AccessToken("local", OffsetDateTime.MAX));
    }
    DefaultAzureCredentialBuilder chain =
        new DefaultAzureCredentialBuilder().httpClient(http.get()).authorityHost(cloud.login());
    settings.text(AksSettings.TENANT).ifPresent(chain::tenantId);
    return chain.build();
  }

  AzureCloud cloud() {
    return cloud;
  }

  private String address(String service) {
    return EndpointSettings.of(settings, service)
        .map(URI::toString)
        .orElseGet(
            () ->
                switch (service) {
                  case AzureRequest.ARM -> cloud.arm();
                  case AzureRequest.GRAPH -> cloud.graph();
                  default -> cloud.login();
                })
        .replaceFirst("/$", "");
  }

  private String audience(String service) {
    return service.equals(AzureRequest.ARM) ? cloud.arm() : cloud.graph();
  }

  /** The object id of the caller in the directory; empty if its tokens do not tell. */
  Optional<String> callerId() {
    return tokens.get().callerId(cloud.graph());
  }

  /** What the caller's token for Microsoft Graph says about its permissions. */
  Tree graphClaims() {
    return AzureTokens.claims(tokens.get().of(cloud.graph()));
  }

  /** A token of the same credential for the API server of a cluster with Entra. */
  Secret kubernetesToken() {
    return Secret.of(tokens.get().of(KUBERNETES));
  }

  /**
   * Sends a request.
   *
   * @throws AzureException if Azure refuses it
   * @throws UncheckedIOException if it was not sent, or its reply is lost or no JSON
   */
  Tree send(AzureRequest request) {
    HttpRequest message = message(request);
    try (HttpResponse response = http.get().sendSync(message, Context.NONE)) {
      byte[] bytes = response.getBodyAsBinaryData() == null ? new byte[0] : body(response);
      if (response.getStatusCode() >= FIRST_REFUSAL) {
        throw new AzureException(
            AzureError.of(response.getStatusCode(), refusal(bytes), retryAfter(response)));
      }
      return Tree.parse(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] body(HttpResponse response) {
    return response.getBodyAsBinaryData().toBytes();
  }

  /** What a proxy answers in between is no JSON. */
  private static Tree refusal(byte[] bytes) {
    try {
      return Tree.parse(bytes);
    } catch (IOException e) {
      return Tree.EMPTY;
    }
  }

  private static @Nullable Duration retryAfter(HttpResponse response) {
    String seconds = response.getHeaderValue(HttpHeaderName.RETRY_AFTER);
    return seconds != null && seconds.matches("\\d{1,6}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : null;
  }

  private HttpRequest message(AzureRequest request) {
    String service = request.api().api();
    String base = address(service);
    String path = request.path();
    if (path.contains("://") && !path.startsWith(base + "/")) {
      // A page of another host would get the caller's token.
      throw new UncheckedIOException(new IOException("a reply continues at another host: " + path));
    }
    HttpRequest message =
        new HttpRequest(request.method(), path.contains("://") ? path : base + path);
    message.setHeader(HttpHeaderName.ACCEPT, "application/json");
    message.setHeader(HttpHeaderName.USER_AGENT, "onboard4j");
    if (!request.prefer().isEmpty()) {
      message.setHeader(HttpHeaderName.PREFER, request.prefer());
    }
    if (service.equals(AzureRequest.LOGIN)) {
      return message
          .setHeader(HttpHeaderName.CONTENT_TYPE, "application/x-www-form-urlencoded")
          .setBody(form(request.body()));
    }
    message.setHeader(HttpHeaderName.AUTHORIZATION, "Bearer " + tokens.get().of(audience(service)));
    return request.body().isEmpty()
        ? message
        : message
            .setHeader(HttpHeaderName.CONTENT_TYPE, "application/json")
            .setBody(Tree.bytes(request.body()));
  }

  private static String form(Map<String, Object> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(String.valueOf(field.getValue())))
        .sorted()
        .collect(Collectors.joining("&"));
  }

  static String encoded(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
