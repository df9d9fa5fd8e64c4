package dev.onboard4j.plan;

import dev.onboard4j.json.Json;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Writes and reads the frame of a saved plan: schema, format, fingerprint. */
final class PlanDocument {
  private static final String SCHEMA = "onboard4j/plan/v1";

  /** The version of the content; other versions are refused. */
  private static final int FORMAT = 3;

  /** Far more than the plan of 10,000 resources has; a longer text is not read into memory. */
  private static final int LONGEST = 16_000_000;

  private static final String FINGERPRINT = "fingerprint";

  private PlanDocument() {}

  /** A document that has its schema and format only. */
  static Map<String, Object> begun() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("schema", SCHEMA);
    tree.put("format", FORMAT);
    return tree;
  }

  /** The digest of the document without its fingerprint. */
  static String fingerprint(Map<String, Object> tree) {
    Map<String, Object> rest = new LinkedHashMap<>(tree);
    rest.remove(FINGERPRINT);
    return "sha256:" + Json.digest(rest);
  }

  /** The text of a complete document. */
  static String text(Map<String, Object> tree) {
    tree.put(FINGERPRINT, fingerprint(tree));
    return Json.pretty(tree) + "\n";
  }

  /**
   * Reads a document; refuses one that does not match its fingerprint, or that says more than the
   * plan that is read from it.
   */
  static <T> T read(
      String json, Function<Map<String, Object>, T> reader, Function<T, String> fingerprint) {
    Map<String, Object> tree = parsed(json);
    check(tree);
    T plan = plan(tree, reader);
    if (!fingerprint.apply(plan).equals(tree.get(FINGERPRINT))) {
      throw refused("the plan has a key or a value that no plan of this version has");
    }
    return plan;
  }

  private static <T> T plan(Map<String, Object> tree, Function<Map<String, Object>, T> reader) {
    try {
      return reader.apply(tree);
    } catch (RuntimeException e) {
      throw refused("this is not a saved plan: " + e.getMessage());
    }
  }

  private static void check(Map<String, Object> tree) {
    if (!SCHEMA.equals(tree.get("schema"))) {
      throw refused("the schema is " + tree.get("schema") + "; this version reads " + SCHEMA);
    }
    Object format = tree.getOrDefault("format", 1);
    if (!Objects.equals(format, FORMAT)) {
      throw refused(
          "the plan was saved in format " + format + "; this version reads format " + FORMAT);
    }
    if (!fingerprint(tree).equals(tree.get(FINGERPRINT))) {
      throw refused("the plan does not match its fingerprint: it was changed after it was made");
    }
  }

  private static Map<String, Object> parsed(String json) {
    if (json.length() > LONGEST) {
      throw OnboardingException.badInput(
          List.of(
              new Problem(
                  "plan", "has " + json.length() + " characters; the longest has " + LONGEST)));
    }
    try {
      return Json.object(json);
    } catch (IllegalArgumentException e) {
      throw OnboardingException.badInput(
          List.of(new Problem("plan", "this is not a saved plan: " + e.getMessage())));
    }
  }

  private static OnboardingException refused(String why) {
    return OnboardingException.of(Category.CONFLICT, why)
        .remedy("plan again and save the new plan")
        .build();
  }
}
