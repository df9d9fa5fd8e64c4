package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.PolicyRule;
import java.util.Set;

/** Writes the resource, name or path of a piece as text: {@code deployments.apps [agent]}. */
final class Wording {
  /** The text for every path; a star alone is every resource. */
  private static final String ALL_PATHS = "url *";

  private Wording() {}

  static String target(PolicyRule piece) {
    if (piece.aboutPaths()) {
      String path = piece.nonResourceUrls().first();
      return path.equals("*") ? ALL_PATHS : path;
    }
    String group = piece.apiGroups().first();
    String resource = piece.resources().first();
    String name = piece.resourceNames().isEmpty() ? "" : " [" + piece.resourceNames().first() + "]";
    return (group.isEmpty() ? resource : resource + "." + group) + name;
  }

  /** The piece that {@link #target} wrote as that text. */
  static PolicyRule piece(String verb, String target) {
    Set<String> verbs = Set.of(verb);
    if (target.startsWith("/") || target.equals(ALL_PATHS)) {
      return PolicyRule.ofPaths(Set.of(target.equals(ALL_PATHS) ? "*" : target), verbs);
    }
    int space = target.indexOf(' ');
    String full = space < 0 ? target : target.substring(0, space);
    Set<String> names =
        space < 0 ? Set.of() : Set.of(target.substring(space + 2, target.length() - 1));
    int dot = full.indexOf('.');
    String group = dot < 0 ? "" : full.substring(dot + 1);
    String resource = dot < 0 ? full : full.substring(0, dot);
    return PolicyRule.of(Set.of(group), Set.of(resource), names, verbs);
  }
}
