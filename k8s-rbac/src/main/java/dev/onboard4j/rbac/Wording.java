package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.PolicyRule;

/** How the one resource, name or path of a piece is written: {@code deployments.apps/agent}. */
final class Wording {
  private Wording() {}

  static String target(PolicyRule piece) {
    if (piece.aboutPaths()) {
      return piece.nonResourceUrls().first();
    }
    String group = piece.apiGroups().first();
    String resource = piece.resources().first();
    String name = piece.resourceNames().isEmpty() ? "" : " [" + piece.resourceNames().first() + "]";
    return (group.isEmpty() ? resource : resource + "." + group) + name;
  }
}
