package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.cloud.WireRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The token endpoint and what clients read before they use it: learn.microsoft.com, "OAuth 2.0
 * client credentials flow"; MSAL's instance discovery.
 */
final class Login {
  private static final String DEFAULT = "/.default";

  private final AzureTokens tokens;
  private final LoginCredentials credentials;

  Login(AzureWorld world, AzureTokens tokens) {
    this.tokens = tokens;
    credentials = new LoginCredentials(world);
  }

  AzureAsked asked(WireRequest request, String base) {
    List<String> path = request.path();
    String last = path.get(path.size() - 1);
    String first = path.get(0);
    return switch (last) {
      case "token" -> read("token", first, () -> token(first, request));
      case "instance" -> read("discovery", first, () -> instance(request, base));
      case "openid-configuration" -> read("openid-configuration", first, () -> openId(first, base));
      default ->
          read(
              last,
              first,
              () -> {
                throw AzureWorld.notServed(String.join("/", path));
              });
    };
  }

  private static AzureAsked read(String action, String resource, Supplier<AzureReply> answer) {
    return new AzureAsked(
        "login", action, resource, RecordedCall.Effect.READ, hidden -> answer.get());
  }

  private AzureReply token(String tenant, WireRequest request) {
    checkTenant(tenant);
    Map<String, String> form = WireRequest.form(request.body());
    String audience = audience(form);
    AzurePrincipal who = credentials.check(form);
    ObjectNode body = AzureJson.object();
    body.put("token_type", "Bearer");
    body.put("expires_in", AzureTokens.LIFE.toSeconds());
    body.put("ext_expires_in", AzureTokens.LIFE.toSeconds());
    body.put("access_token", tokens.issue(who, audience));
    return AzureReply.of(200, body);
  }

  /** Whom a token is for: the scope without its end. */
  private static String audience(Map<String, String> form) {
    if (!form.getOrDefault("grant_type", "").equals("client_credentials")) {
      throw new AzureFailure(
          400,
          "unsupported_grant_type/70003",
          "AADSTS70003: The app requested an unsupported grant type.");
    }
    String scope = form.getOrDefault("scope", "");
    if (!scope.endsWith(DEFAULT)) {
      throw new AzureFailure(
          400,
          "invalid_scope/1002012",
          ("AADSTS1002012: The provided value for scope " + scope + " is not valid. Client")
              + " credential flows must have a scope value with /.default suffixed to the resource"
              + " identifier (application ID URI).");
    }
    return scope.substring(0, scope.length() - DEFAULT.length());
  }

  private static void checkTenant(String tenant) {
    if (!tenant.equalsIgnoreCase(EmbeddedAzure.TENANT)) {
      throw new AzureFailure(
          400,
          "invalid_request/90002",
          ("AADSTS90002: Tenant '" + tenant + "' not found. Check to make sure you have the")
              + " correct tenant ID and are signing into the correct cloud. Check with your"
              + " subscription administrator, this may happen if there are no active subscriptions"
              + " for the tenant.");
    }
  }

  private static AzureReply instance(WireRequest request, String base) {
    String asked = AzureCall.query(request, "authorization_endpoint");
    String tenant = asked.replaceFirst("^https?://[^/]*/", "").replaceFirst("/.*", "");
    ObjectNode body = AzureJson.object();
    body.put(
        "tenant_discovery_endpoint",
        base + "/" + tenant + "/v2.0/.well-known/openid-configuration");
    body.put("api-version", "1.1");
    ArrayNode metadata = body.putArray("metadata");
    ObjectNode cloud = metadata.addObject();
    cloud.put("preferred_network", "login.microsoftonline.com");
    cloud.put("preferred_cache", "login.windows.net");
    cloud
        .putArray("aliases")
        .add("login.microsoftonline.com")
        .add("login.windows.net")
        .add("login.microsoft.com")
        .add("sts.windows.net");
    return AzureReply.of(200, body);
  }

  private static AzureReply openId(String tenant, String base) {
    boolean shared = List.of("common", "organizations").contains(tenant);
    if (!shared) {
      checkTenant(tenant);
    }
    String at = base + "/" + tenant;
    ObjectNode body = AzureJson.object();
    body.put("token_endpoint", at + "/oauth2/v2.0/token");
    body.set(
        "token_endpoint_auth_methods_supported",
        AzureJson.texts(List.of("client_secret_post", "private_key_jwt", "client_secret_basic")));
    body.put("jwks_uri", at + "/discovery/v2.0/keys");
    body.put("authorization_endpoint", at + "/oauth2/v2.0/authorize");
    body.put("device_authorization_endpoint", at + "/oauth2/v2.0/devicecode");
    body.put("issuer", at + "/v2.0");
    body.putNull("tenant_region_scope");
    body.put("cloud_instance_name", "microsoftonline.com");
    body.put("msgraph_host", "graph.microsoft.com");
    body.set("response_types_supported", AzureJson.texts(List.of("code", "id_token", "token")));
    body.set("subject_types_supported", AzureJson.texts(List.of("pairwise")));
    body.set("id_token_signing_alg_values_supported", AzureJson.texts(List.of("RS256")));
    return AzureReply.of(200, body);
  }
}
