package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A PolicyRule as the authorizer and the escalation check read it. */
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

  /** Whether one request is allowed; {@code resource} holds the subresource, too. */
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

  /** One verb, group, resource and name at a time (k8s.io/component-helpers, rbac/validation). */
  List<KubeRule> breakdown() {
    List<KubeRule> pieces = new ArrayList<>();
    for (String group : groups) {
      for (String resource : resources) {
        for (String verb : verbs) {
          List<String> each = names.isEmpty() ? List.of("") : names;
          for (String name : each) {
            List<String> only = names.isEmpty() ? List.of() : List.of(name);
            pieces.add(
                new KubeRule(List.of(verb), List.of(group), List.of(resource), only, List.of()));
          }
        }
      }
    }
    for (String url : urls) {
      for (String verb : verbs) {
        pieces.add(new KubeRule(List.of(verb), List.of(), List.of(), List.of(), List.of(url)));
      }
    }
    return pieces;
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

  /** As the escalation message has it. */
  String compact() {
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
