package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A PolicyRule, as the authorizer and the escalation check read it. */
record KubeRule(
    List<String> verbs,
    List<String> groups,
    List<String> resources,
    List<String> names,
    List<String> urls) {
  private static final String ALL = "*";

  static KubeRule of(JsonNode rule) {
    return new KubeRule(
        texts(rule.path("verbs")),
        texts(rule.path("apiGroups")),
        texts(rule.path("resources")),
        texts(rule.path("resourceNames")),
        texts(rule.path("nonResourceURLs")));
  }

  static List<KubeRule> all(JsonNode rules) {
    List<KubeRule> all = new ArrayList<>();
    rules.forEach(rule -> all.add(of(rule)));
    return all;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  /** Whether it allows one request; {@code resource} includes the subresource. */
  boolean allows(String verb, String group, String resource, String name) {
    int slash = resource.indexOf('/');
    return has(verbs, verb)
        && has(groups, group)
        && (has(resources, resource)
            || (slash > 0 && resources.contains(ALL + resource.substring(slash))))
        && (names.isEmpty() || names.contains(name));
  }

  boolean allowsPath(String verb, String path) {
    return has(verbs, verb)
        && urls.stream()
            .anyMatch(
                url ->
                    url.equals(path)
                        || (url.endsWith(ALL)
                            && path.startsWith(url.substring(0, url.length() - 1))));
  }

  private static boolean has(List<String> held, String one) {
    return held.contains(ALL) || held.contains(one);
  }

  /** Splits it by verb, group, resource and name (k8s.io/component-helpers, rbac/validation). */
  List<KubeRule> breakdown() {
    List<KubeRule> pieces = new ArrayList<>();
    for (String group : groups) {
      for (String resource : resources) {
        verbs.forEach(verb -> pieces.addAll(pieces(verb, group, resource)));
      }
    }
    for (String url : urls) {
      for (String verb : verbs) {
        pieces.add(new KubeRule(List.of(verb), List.of(), List.of(), List.of(), List.of(url)));
      }
    }
    return pieces;
  }

  private List<KubeRule> pieces(String verb, String group, String resource) {
    List<List<String>> each =
        names.isEmpty() ? List.of(List.of()) : names.stream().map(List::of).toList();
    return each.stream()
        .map(
            name -> new KubeRule(List.of(verb), List.of(group), List.of(resource), name, List.of()))
        .toList();
  }

  boolean covers(KubeRule piece) {
    boolean namesCovered =
        piece.names.isEmpty() ? names.isEmpty() : names.isEmpty() || names.containsAll(piece.names);
    return (verbs.contains(ALL) || verbs.containsAll(piece.verbs))
        && (groups.contains(ALL) || groups.containsAll(piece.groups))
        && piece.resources.stream().allMatch(this::coversResource)
        && namesCovered
        && piece.urls.stream().allMatch(this::coversUrl);
  }

  private boolean coversResource(String resource) {
    int slash = resource.indexOf('/');
    return has(resources, resource)
        || (slash >= 0 && resources.contains(ALL + resource.substring(slash)));
  }

  private boolean coversUrl(String url) {
    return urls.stream()
        .anyMatch(
            held ->
                held.equals(url)
                    || (held.endsWith(ALL) && url.startsWith(held.replaceAll("\\*+$", ""))));
  }

  /** The rules as the message of the escalation check lists them. */
  static String lines(List<KubeRule> rules) {
    return rules.stream()
        .map(KubeRule::compact)
        .distinct()
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  /** The rule as the message of the escalation check has it. */
  private String compact() {
    List<String> parts = new ArrayList<>();
    part(parts, "APIGroups", groups);
    part(parts, "Resources", resources);
    part(parts, "ResourceNames", names);
    part(parts, "NonResourceURLs", urls);
    part(parts, "Verbs", verbs);
    return "{" + String.join(", ", parts) + "}";
  }

  private static void part(List<String> parts, String name, List<String> values) {
    if (!values.isEmpty()) {
      parts.add(
          name
              + ":"
              + values.stream()
                  .map(value -> "\"" + value + "\"")
                  .collect(Collectors.joining(", ", "[", "]")));
    }
  }
}
