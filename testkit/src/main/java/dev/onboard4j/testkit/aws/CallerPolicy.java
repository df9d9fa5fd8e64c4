package dev.onboard4j.testkit.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The identity-based policy of the caller, as IAM evaluates it: allowed is what a statement allows.
 *
 * <p>IAM user guide, "Policy evaluation logic". Knows Allow statements with Action, Resource and
 * the condition operator StringEquals; anything else in a statement allows nothing.
 */
final class CallerPolicy {
  /** Stands for the path of an object that does not exist. */
  static final String ANY_PATH = "/?/";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode statements;

  private CallerPolicy(JsonNode statements) {
    this.statements = statements;
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException if it is no JSON
   */
  static CallerPolicy of(String document) {
    try {
      return new CallerPolicy(JSON.readTree(document).path("Statement"));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the policy is no JSON", e);
    }
  }

  /** Whether a statement allows what the request needs. */
  boolean allows(RequestNeeds.Need need) {
    for (JsonNode statement : statements) {
      if (statement.path("Effect").asText().equals("Allow")
          && matches(statement.path("Action"), need.action())
          && matches(statement.path("Resource"), need.resource())
          && holds(statement.path("Condition"), need.context())) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(JsonNode patterns, String text) {
    return texts(patterns).stream().anyMatch(pattern -> matches(pattern, text));
  }

  /** A new object has no id yet: its ARN ends in an asterisk, which only an asterisk matches. */
  private static boolean matches(String pattern, String text) {
    String asked = text;
    String allowed = pattern;
    if (text.contains(ANY_PATH)) {
      asked = text.replace(ANY_PATH, "/");
      allowed = pattern.replaceFirst("/.*/", "/");
    }
    return Pattern.compile(Pattern.quote(allowed).replace("*", "\\E.*\\Q"))
        .matcher(asked)
        .matches();
  }

  private static boolean holds(JsonNode conditions, Map<String, String> context) {
    boolean holds = true;
    for (Map.Entry<String, JsonNode> operator : conditions.properties()) {
      holds &= operator.getKey().equals("StringEquals");
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        holds &= texts(key.getValue()).contains(context.getOrDefault(key.getKey(), ""));
      }
    }
    return holds;
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.forEach(one -> texts.add(one.asText()));
    return texts;
  }
}
