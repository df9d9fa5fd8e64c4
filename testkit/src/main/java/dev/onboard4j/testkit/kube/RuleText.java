package dev.onboard4j.testkit.kube;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads rules as tests write them: {@code get,list apps|batch: deployments, jobs [a,b]; get /x/*}.
 */
public final class RuleText {
  private RuleText() {}

  /** The rules as maps and lists, in the form of the API's JSON. */
  public static List<Map<String, Object>> rules(String text) {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (String one : text.split(";", -1)) {
      if (!one.isBlank()) {
        rules.add(rule(one.strip()));
      }
    }
    return rules;
  }

  private static Map<String, Object> rule(String text) {
    Map<String, Object> rule = new LinkedHashMap<>();
    int space = text.indexOf(' ');
    rule.put("verbs", list(text.substring(0, space)));
    String rest = text.substring(space + 1).strip();
    if (rest.startsWith("/") || rest.startsWith("url ")) {
      rule.put("nonResourceURLs", list(rest.replaceFirst("^url ", "")));
    } else {
      resources(rule, rest);
    }
    return rule;
  }

  private static void resources(Map<String, Object> rule, String text) {
    int bracket = text.indexOf('[');
    if (bracket >= 0) {
      String inside = text.substring(bracket + 1, text.indexOf(']'));
      rule.put("resourceNames", inside.equals("\"\"") ? List.of("") : list(inside));
    }
    String rest = bracket < 0 ? text : text.substring(0, bracket).strip();
    int colon = rest.indexOf(':');
    rule.put("apiGroups", colon < 0 ? List.of("") : groups(rest.substring(0, colon)));
    rule.put("resources", list(rest.substring(colon + 1)));
  }

  private static List<String> groups(String text) {
    return Arrays.stream(text.split("\\|", -1))
        .map(group -> group.equals("core") ? "" : group)
        .toList();
  }

  private static List<String> list(String text) {
    return List.copyOf(
        new TreeSet<>(
            Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList()));
  }
}
