package dev.onboard4j.eks;

import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.spi.support.Template;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts IAM policy documents to a canonical form, in which equal meaning gives equal text.
 *
 * <p>If every statement has a unique Sid, the statements are an object by Sid, so that two
 * documents are compared by statement; otherwise they stay a list. A single value and a list of one
 * are the same, the order of statements, actions, resources and values does not matter, an empty
 * Sid counts as missing, and the root of an account is its bare number (IAM user guide, policy
 * elements).
 */
final class PolicyDocument {
  private static final String VERSION = "2012-10-17";
  private static final String STATEMENT = "Statement";
  private static final String SID = "Sid";
  private static final Pattern ROOT = Pattern.compile("arn:[a-z-]+:iam::(\\d{12}):root");

  private PolicyDocument() {}

  /** The canonical form of what IAM returned: JSON, URL-encoded. */
  static @Nullable Object fromIam(String encoded) {
    String text = decoded(encoded);
    try {
      return canonical(Json.read(text));
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** Decodes a document; IAM encodes by RFC 3986, which does not encode +. */
  private static String decoded(String encoded) {
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The canonical form of a document. */
  static @Nullable Object canonical(@Nullable Object document) {
    if (!(document instanceof Map<?, ?> map)) {
      return document;
    }
    List<Map<String, Object>> statements = new ArrayList<>();
    for (Object statement : statements(map.get(STATEMENT))) {
      if (statement instanceof Map<?, ?> one) {
        statements.add(statement(one));
      }
    }
    statements.sort(Comparator.comparing(Json::write));
    Map<String, Object> canonical = new TreeMap<>();
    // AWS applies the rules of 2008 to a document without a version.
    canonical.put(
        "Version", String.valueOf(map.containsKey("Version") ? map.get("Version") : "2008-10-17"));
    canonical.put(STATEMENT, bySid(statements));
    if (map.get("Id") instanceof String id) {
      canonical.put("Id", id);
    }
    return canonical;
  }

  /** The statements by Sid, or as a list if a Sid is missing or occurs twice. */
  private static Object bySid(List<Map<String, Object>> statements) {
    Map<String, Object> bySid = new TreeMap<>();
    for (Map<String, Object> statement : statements) {
      Map<String, Object> rest = new TreeMap<>(statement);
      if (rest.remove(SID) instanceof String sid) {
        bySid.put(sid, rest);
      }
    }
    return bySid.isEmpty() || bySid.size() < statements.size() ? statements : bySid;
  }

  /** The statements as a list; the input is a list, an object by Sid, or one statement. */
  private static List<?> statements(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)
        || !map.values().stream().allMatch(Map.class::isInstance)) {
      return list(value);
    }
    List<Object> statements = new ArrayList<>();
    map.forEach(
        (sid, rest) -> {
          Map<Object, Object> statement = new TreeMap<>((Map<?, ?>) rest);
          statement.put(SID, sid);
          statements.add(statement);
        });
    return statements;
  }

  /** The statements of a document; none for any other value. */
  static List<Map<?, ?>> statementsOf(@Nullable Object document) {
    List<Map<?, ?>> statements = new ArrayList<>();
    if (document instanceof Map<?, ?> map) {
      for (Object statement : statements(map.get(STATEMENT))) {
        if (statement instanceof Map<?, ?> one) {
          statements.add(one);
        }
      }
    }
    return statements;
  }

  /** The texts of an element, which is one text or a list of texts. */
  static List<String> texts(@Nullable Object element) {
    return list(element).stream().map(String::valueOf).toList();
  }

  /** The text for IAM: the statements in a list, each with its Sid. */
  static String toIam(@Nullable Object document) {
    if (!(document instanceof Map<?, ?> map)) {
      return Json.write(document);
    }
    Map<Object, Object> wire = new TreeMap<>(map);
    wire.computeIfPresent(STATEMENT, (key, statements) -> statements(statements));
    return Json.write(wire);
  }

  private static Map<String, Object> statement(Map<?, ?> statement) {
    Map<String, Object> canonical = new TreeMap<>();
    statement.forEach(
        (key, value) -> {
          switch (String.valueOf(key)) {
            case SID -> {
              if (value instanceof String sid && !sid.isEmpty()) {
                canonical.put(SID, sid);
              }
            }
            case "Effect" -> canonical.put("Effect", String.valueOf(value));
            case "Principal", "NotPrincipal" ->
                canonical.put(String.valueOf(key), principal(value));
            case "Condition" -> conditions(value, canonical);
            default -> canonical.put(String.valueOf(key), sorted(value));
          }
        });
    return canonical;
  }

  private static Object principal(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return Map.of("AWS", sorted(value));
    }
    Map<String, Object> canonical = new TreeMap<>();
    map.forEach(
        (key, who) ->
            canonical.put(
                String.valueOf(key),
                list(who).stream()
                    .map(String::valueOf)
                    .map(one -> ROOT.matcher(one).replaceAll("$1"))
                    .sorted()
                    .toList()));
    return canonical;
  }

  private static void conditions(@Nullable Object value, Map<String, Object> canonical) {
    if (!(value instanceof Map<?, ?> operators) || operators.isEmpty()) {
      return;
    }
    Map<String, Object> sorted = new TreeMap<>();
    operators.forEach(
        (operator, keys) -> {
          Map<String, Object> byKey = new TreeMap<>();
          if (keys instanceof Map<?, ?> map) {
            map.forEach((key, values) -> byKey.put(String.valueOf(key), sorted(values)));
          }
          sorted.put(String.valueOf(operator), byKey);
        });
    canonical.put("Condition", sorted);
  }

  private static List<String> sorted(@Nullable Object value) {
    TreeSet<String> texts = new TreeSet<>();
    list(value).forEach(one -> texts.add(String.valueOf(one)));
    return List.copyOf(texts);
  }

  private static List<?> list(@Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    return value instanceof List<?> list ? list : List.of(value);
  }

  /** Builds a document that allows these statements. */
  static Object of(List<EksBlueprint.Statement> statements, Template template) {
    List<Object> list = new ArrayList<>();
    for (EksBlueprint.Statement statement : statements) {
      Map<String, @Nullable Object> one = new TreeMap<>();
      one.put(SID, statement.sid());
      one.put("Effect", "Allow");
      one.put(
          "Action", statement.permissions().stream().map(JustifiedPermission::permission).toList());
      one.put("Resource", template.fill(statement.resources()));
      one.put("Condition", template.fill(statement.conditions()));
      list.add(one);
    }
    return document(list);
  }

  /** Builds a trust document for a principal, with an optional external id. */
  static Object trust(String kind, String principal, @Nullable String externalId) {
    Map<String, Object> one = new TreeMap<>();
    one.put("Effect", "Allow");
    one.put("Principal", Map.of(kind, principal));
    one.put("Action", "sts:AssumeRole");
    if (externalId != null) {
      one.put("Condition", Map.of("StringEquals", Map.of("sts:ExternalId", externalId)));
    }
    return document(List.of(one));
  }

  private static Object document(List<?> statements) {
    Object canonical = canonical(Map.of("Version", VERSION, STATEMENT, statements));
    return Objects.requireNonNull(canonical);
  }

  /** The size that IAM counts against its quotas: the characters without white space. */
  static int size(Object document) {
    return characters(toIam(document));
  }

  /** The size of a document as IAM returned it. */
  static int sizeFromIam(String encoded) {
    return characters(decoded(encoded));
  }

  private static int characters(String text) {
    return text.replaceAll("\\s", "").length();
  }
}
