package dev.onboard4j.testkit.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Checks policy documents as IAM does, and encodes those that IAM returns. */
final class IamDocuments {
  private static final ObjectMapper JSON = new ObjectMapper();

  private IamDocuments() {}

  /** Checks grammar and size. */
  static void check(String document, int limit, String what) {
    JsonNode tree = parse(document);
    if (!tree.isObject() || !tree.has("Statement")) {
      throw malformed("Syntax errors in policy.");
    }
    if (size(document) > limit) {
      throw new AwsFailure(409, "LimitExceeded", "Cannot exceed quota for " + what + ": " + limit);
    }
  }

  /** Checks a trust document, its principals included. */
  static void checkTrust(String document, Predicate<String> missing) {
    check(document, 2048, "ACLSizePerRole");
    for (String principal : principals(parse(document))) {
      if (missing.test(principal)) {
        throw malformed("Invalid principal in policy: \"AWS\":\"" + principal + "\"");
      }
    }
  }

  /** The characters that count against a quota. */
  static int size(String document) {
    return document.replaceAll("\\s", "").length();
  }

  private static JsonNode parse(String document) {
    try {
      return JSON.readTree(document);
    } catch (JsonProcessingException e) {
      throw malformed("This policy contains invalid Json");
    }
  }

  private static AwsFailure malformed(String message) {
    return new AwsFailure(400, "MalformedPolicyDocument", message);
  }

  private static List<String> principals(JsonNode tree) {
    List<String> principals = new ArrayList<>();
    JsonNode statements = tree.get("Statement");
    (statements.isArray() ? statements : JSON.createArrayNode().add(statements))
        .forEach(
            statement -> {
              JsonNode aws = statement.path("Principal").path("AWS");
              if (aws.isTextual()) {
                principals.add(aws.asText());
              }
              aws.forEach(one -> principals.add(one.asText()));
            });
    return principals;
  }

  /** The document as IAM returns it: URL-encoded by RFC 3986. */
  static String encoded(String document) {
    return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
