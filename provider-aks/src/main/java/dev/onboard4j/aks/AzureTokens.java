package dev.onboard4j.aks;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokens of the caller, each kept until shortly before it expires. Thread-safe.
 *
 * @param credential issues the tokens
 * @param current the tokens by scope
 */
record AzureTokens(TokenCredential credential, Map<String, AccessToken> current) {
  private static final int MINUTES_BEFORE_EXPIRY = 5;

  AzureTokens(TokenCredential credential) {
    this(credential, new ConcurrentHashMap<>());
  }

  /**
   * A valid token.
   *
   * @param resource whom it is for: an address or the id of an application
   * @throws OnboardingException of category CALLER if there is none
   */
  String of(String resource) {
    String scope = resource + "/.default";
    AccessToken token = current.get(scope);
    if (token == null
        || token
            .getExpiresAt()
            .minusMinutes(MINUTES_BEFORE_EXPIRY)
            .isBefore(OffsetDateTime.now(ZoneOffset.UTC))) {
      token = fresh(scope);
      current.put(scope, token);
    }
    return token.getToken();
  }

  /** The object id of the caller; empty if the token for the resource does not tell. */
  Optional<String> callerId(String resource) {
    return claims(of(resource)).optional("oid");
  }

  /** What a token says about its holder; nothing if it is not readable. */
  static Tree claims(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length < 2) {
      return Tree.EMPTY;
    }
    try {
      return Tree.parse(Base64.getUrlDecoder().decode(parts[1].getBytes(StandardCharsets.UTF_8)));
    } catch (IOException | IllegalArgumentException e) {
      return Tree.EMPTY;
    }
  }

  private AccessToken fresh(String scope) {
    try {
      AccessToken token = credential.getTokenSync(new TokenRequestContext().addScopes(scope));
      if (token != null) {
        return token;
      }
    } catch (RuntimeException e) {
      throw none(scope, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
    }
    throw none(scope, "the credential has none", null);
  }

  private static OnboardingException none(
      String scope, String why, @org.jspecify.annotations.Nullable Throwable cause) {
    OnboardingException.Builder error =
        OnboardingException.of(Category.CALLER, "no Azure token for " + scope + ": " + why)
            .remedy("run az login, set AZURE_CLIENT_ID and its like, or pass a TokenCredential");
    return (cause == null ? error : error.cause(cause)).build();
  }
}
