package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Access tokens: those that the token endpoint issued, and any other one. Guarded by the world. */
final class AzureTokens {
  /** Lifetime of an access token: learn.microsoft.com, "Access tokens", 60 to 90 minutes. */
  static final Duration LIFE = Duration.ofSeconds(3599);

  // "Authenticate requests" of both APIs: the audiences that they accept.
  private static final Map<String, List<String>> AUDIENCES =
      Map.of(
          "arm", List.of("management."),
          "graph", List.of("graph.", "microsoftgraph.", "00000003-0000-0000-c000-000000000000"));

  /** The token of {@link AzureWorld#SOMEBODY}. */
  static final String SOMEBODY = "somebody";

  private record Issued(AzurePrincipal who, String audience, Instant until) {}

  private final AzureWorld world;
  private final Map<String, Issued> issued = new HashMap<>();

  AzureTokens(AzureWorld world) {
    this.world = world;
  }

  /** A token in the form of a JWT, unsigned. */
  String issue(AzurePrincipal who, String audience) {
    Instant now = world.clock().instant();
    Instant until = now.plus(LIFE);
    ObjectNode claims = AzureJson.object();
    claims.put("aud", audience);
    claims.put("iss", "https://sts.windows.net/" + EmbeddedAzure.TENANT + "/");
    claims.put("iat", now.getEpochSecond()).put("nbf", now.getEpochSecond());
    claims.put("exp", until.getEpochSecond());
    claims.put("appid", who.name()).put("oid", who.id()).put("sub", who.id());
    claims.put("idtyp", "app").put("tid", EmbeddedAzure.TENANT).put("ver", "1.0");
    claims.put("uti", world.ids().next("token"));
    ObjectNode header = AzureJson.object().put("typ", "JWT").put("alg", "none");
    String token = encoded(header.toString()) + "." + encoded(claims.toString()) + ".";
    issued.put(token, new Issued(who, audience, until));
    return token;
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The sender of a request: whoever a token was issued to, or else the administrator. */
  AzurePrincipal sender(String authorization, String service) {
    String[] parts = authorization.split(" ", 2);
    if (parts.length != 2 || !parts[0].equalsIgnoreCase("Bearer")) {
      throw missing(service);
    }
    Issued token = issued.get(parts[1]);
    if (token == null) {
      return parts[1].equals(SOMEBODY) ? AzureWorld.SOMEBODY : AzureWorld.ADMINISTRATOR;
    }
    if (!world.clock().instant().isBefore(token.until())) {
      throw expired(service);
    }
    if (AUDIENCES.getOrDefault(service, List.of()).stream().noneMatch(token.audience()::contains)) {
      throw wrongAudience(service, token.audience());
    }
    return token.who();
  }

  private static AzureFailure missing(String service) {
    return service.equals("arm")
        ? new AzureFailure(
            401,
            "AuthenticationFailed",
            "Authentication failed. The 'Authorization' header is missing.")
        : new AzureFailure(401, "InvalidAuthenticationToken", "Access token is empty.");
  }

  private static AzureFailure expired(String service) {
    return service.equals("arm")
        ? new AzureFailure(401, "ExpiredAuthenticationToken", "The access token expiry is past.")
        : new AzureFailure(
            401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.");
  }

  private static AzureFailure wrongAudience(String service, String audience) {
    return service.equals("arm")
        ? new AzureFailure(
            401,
            "InvalidAuthenticationTokenAudience",
            ("The access token has been obtained for wrong audience or resource '" + audience)
                + "'. It should exactly match with one of the allowed audiences"
                + " 'https://management.core.windows.net/','https://management.core.windows.net',"
                + "'https://management.azure.com/','https://management.azure.com'.")
        : new AzureFailure(
            401,
            "InvalidAuthenticationToken",
            "Access token validation failure. Invalid audience.");
  }
}
