package dev.onboard4j.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random objects of the kinds that the embedded API serves, valid and not. */
final class RandomObjects {
  /** A kind, and its path without the name. */
  record Kind(String apiVersion, String kind, String collection) {
    boolean holds(String word) {
      return kind.contains(word);
    }
  }

  static final String NAMESPACE = "twin";
  private static final String RBAC = "rbac.authorization.k8s.io/v1";
  private static final String CORE_PATH = "/api/v1/namespaces/" + NAMESPACE + "/";
  private static final String RBAC_PATH = "/apis/" + RBAC + "/";

  static final Kind NAMESPACES = new Kind("v1", "Namespace", "/api/v1/namespaces");
  static final List<Kind> KINDS =
      List.of(
          NAMESPACES,
          new Kind("v1", "ServiceAccount", CORE_PATH + "serviceaccounts"),
          new Kind("v1", "ConfigMap", CORE_PATH + "configmaps"),
          new Kind(RBAC, "Role", RBAC_PATH + "namespaces/" + NAMESPACE + "/roles"),
          new Kind(RBAC, "ClusterRole", RBAC_PATH + "clusterroles"),
          new Kind(RBAC, "RoleBinding", RBAC_PATH + "namespaces/" + NAMESPACE + "/rolebindings"),
          new Kind(RBAC, "ClusterRoleBinding", RBAC_PATH + "clusterrolebindings"));

  private final Random random;

  RandomObjects(Random random) {
    this.random = random;
  }

  String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Mostly the first choice. */
  private String mostly(String usual, String... others) {
    return random.nextInt(4) > 0 ? usual : pick(others);
  }

  String object(Kind kind, String name) {
    String meta = "{\"name\":\"" + name + "\"" + marks() + "}";
    return object(kind, meta, parts(kind));
  }

  /** An object with that metadata, and nothing else that a manager can own. */
  String bare(Kind kind, String name) {
    String parts = kind.holds("Binding") ? "," + roleRef(kind) : "";
    return object(kind, "{\"name\":\"" + name + "\"}", parts);
  }

  private static String object(Kind kind, String metadata, String parts) {
    return "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":%s%s}"
        .formatted(kind.apiVersion(), kind.kind(), metadata, parts);
  }

  private String marks() {
    return mostly("", ",\"labels\":{\"app\":\"x\"}", ",\"labels\":{\"app\":\"y\",\"tier\":\"z\"}")
        + mostly(
            "",
            ",\"annotations\":{\"note\":\"1\"}",
            ",\"annotations\":{\"note\":\"2\",\"example.com/Owner\":\"a\"}",
            ",\"annotations\":{}",
            ",\"annotations\":{\"bad key\":\"1\"}");
  }

  private String parts(Kind kind) {
    return switch (kind.kind()) {
      case "ConfigMap" -> configMap();
      case "ServiceAccount" ->
          pick(
              "",
              ",\"automountServiceAccountToken\":false",
              ",\"automountServiceAccountToken\":true");
      case "Namespace" -> "";
      default -> kind.holds("Binding") ? binding(kind) : rules(kind);
    };
  }

  private String configMap() {
    return pick(
            "",
            ",\"data\":{}",
            ",\"data\":{\"a\":\"1\"}",
            ",\"data\":{\"a\":\"2\",\"b\":\"x\"}",
            ",\"data\":{\"c\":\"y\"}",
            ",\"data\":{\"no key\":\"1\"}")
        + mostly("", ",\"binaryData\":{\"bin\":\"AAEC\"}", ",\"binaryData\":{\"a\":\"AAEC\"}")
        + (random.nextInt(12) == 0 ? ",\"immutable\":true" : "");
  }

  private String rules(Kind kind) {
    if (random.nextInt(4) == 0) {
      return pick("", ",\"rules\":[]", ",\"rules\":null");
    }
    List<String> rules = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      rules.add(rule(kind));
    }
    return ",\"rules\":[" + String.join(",", rules) + "]";
  }

  private String rule(Kind kind) {
    List<String> parts = new ArrayList<>();
    parts.add(mostly("\"verbs\":[\"get\"]", "\"verbs\":[\"list\",\"get\"]", "\"verbs\":[]", ""));
    if (random.nextInt(kind.holds("Cluster") ? 3 : 8) == 0) {
      parts.add("\"nonResourceURLs\":[\"/x\",\"/y\"]");
      parts.add(mostly("", "\"apiGroups\":[\"\"]", "\"resourceNames\":[\"a\"]"));
    } else {
      parts.add(
          mostly("\"apiGroups\":[\"\"]", "\"apiGroups\":[\"apps\",\"\"]", "", "\"apiGroups\":[]"));
      parts.add(
          mostly("\"resources\":[\"pods\"]", "\"resources\":[\"nodes\"]", "\"resources\":[]", ""));
      parts.add(
          mostly(
              "", "\"resourceNames\":[\"a\"]", "\"resourceNames\":[]", "\"nonResourceURLs\":[]"));
    }
    parts.removeIf(String::isEmpty);
    return "{" + String.join(",", parts) + "}";
  }

  private String roleRef(Kind kind) {
    String role = kind.holds("Cluster") ? "ClusterRole" : pick("Role", "ClusterRole");
    String group = mostly("\"apiGroup\":\"rbac.authorization.k8s.io\",", "", "\"apiGroup\":\"x\",");
    return "\"roleRef\":{"
        + group
        + mostly("\"kind\":\"" + role + "\"", "\"kind\":\"Role\"", "\"kind\":\"Robot\"")
        + mostly(",\"name\":\"view\"", ",\"name\":\"edit\"", ",\"name\":\"\"", ",\"name\":\"a/b\"")
        + "}";
  }

  private String binding(Kind kind) {
    String ref = random.nextInt(20) == 0 ? "" : "," + roleRef(kind);
    if (random.nextInt(4) == 0) {
      return ref + pick("", ",\"subjects\":[]", ",\"subjects\":null");
    }
    List<String> subjects = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      subjects.add(subject());
    }
    return ref + ",\"subjects\":[" + String.join(",", subjects) + "]";
  }

  private String subject() {
    String group = mostly("", ",\"apiGroup\":\"rbac.authorization.k8s.io\"", ",\"apiGroup\":\"\"");
    return mostly(
        pick(
            "{\"kind\":\"User\",\"name\":\"eve\"" + group + "}",
            "{\"kind\":\"Group\",\"name\":\"all\"" + group + "}",
            "{\"kind\":\"ServiceAccount\",\"name\":\"a\",\"namespace\":\"twin\"}"),
        "{\"kind\":\"Robot\",\"name\":\"eve\"}",
        "{\"kind\":\"User\",\"name\":\"\"}",
        "{\"kind\":\"ServiceAccount\",\"name\":\"a\"}",
        "{\"kind\":\"ServiceAccount\",\"name\":\"A b\",\"namespace\":\"twin\"" + group + "}",
        "{\"name\":\"nobody\"}");
  }

  /** A merge patch. */
  String patch(Kind kind) {
    List<String> patches =
        new ArrayList<>(
            List.of(
                "{}",
                "{\"metadata\":{\"labels\":{\"app\":null}}}",
                "{\"metadata\":{\"labels\":{\"app\":\"w\"}}}",
                "{\"metadata\":{\"labels\":null,\"annotations\":null}}",
                "{\"metadata\":{\"annotations\":{\"note\":\"3\"}}}",
                "{\"metadata\":{\"labels\":{\"-\":\"x\"}}}",
                "{\"metadata\":{\"labels\":{\"app\":\"-\"}}}"));
    if (kind.kind().equals("ConfigMap")) {
      patches.addAll(
          List.of(
              "{\"data\":{\"a\":null,\"d\":\"4\"}}",
              "{\"data\":null}",
              "{\"data\":{\"b\":\"2\"},\"binaryData\":null}"));
    } else if (kind.holds("Binding")) {
      patches.addAll(
          List.of(
              "{\"subjects\":[" + subject() + "]}",
              "{\"subjects\":null}",
              "{\"subjects\":[]}",
              "{\"roleRef\":{\"name\":\"edit\"}}"));
    } else if (kind.holds("Role")) {
      patches.addAll(
          List.of("{\"rules\":[" + rule(kind) + "]}", "{\"rules\":null}", "{\"rules\":[]}"));
    }
    return patches.get(random.nextInt(patches.size()));
  }
}
