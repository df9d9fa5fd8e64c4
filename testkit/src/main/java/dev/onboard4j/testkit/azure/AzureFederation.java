package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules of federated credentials: learn.microsoft.com, "Important considerations and
 * restrictions for federated identity credentials".
 */
final class AzureFederation {
  /** How many an application or an identity may have. */
  static final int LIMIT = 20;

  private static final int LENGTH = 600;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{2,119}");

  private AzureFederation() {}

  /** What is wrong with a credential; its values are checked by the token endpoint only. */
  static Optional<String> wrong(JsonNode credential) {
    String name = AzureJson.text(credential, "name");
    if (!NAME.matcher(name).matches()) {
      return Optional.of("Federated Identity Credential name '" + name + "' is invalid.");
    }
    List<String> audiences = AzureJson.texts(credential.path("audiences"));
    String issuer = AzureJson.text(credential, "issuer");
    String subject = AzureJson.text(credential, "subject");
    if (issuer.isEmpty() || subject.isEmpty()) {
      return Optional.of("Federated Identity Credential has empty properties.");
    }
    if (audiences.size() != 1) {
      return Optional.of("Federated identity credentials must have exactly one audience.");
    }
    boolean longer =
        issuer.length() > LENGTH || subject.length() > LENGTH || audiences.get(0).length() > LENGTH;
    return longer
        ? Optional.of("Federated Identity Credential has a value longer than 600 characters.")
        : Optional.empty();
  }

  /** Whether another credential has its issuer and subject. */
  static boolean taken(JsonNode credential, List<? extends JsonNode> others) {
    return others.stream()
        .anyMatch(
            one ->
                AzureJson.text(one, "issuer").equals(AzureJson.text(credential, "issuer"))
                    && AzureJson.text(one, "subject")
                        .equals(AzureJson.text(credential, "subject")));
  }
}
