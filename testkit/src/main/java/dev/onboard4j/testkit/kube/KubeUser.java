package dev.onboard4j.testkit.kube;

import java.util.List;

/** Who sends a request. */
record KubeUser(String name, List<String> groups) {
  private static final String ACCOUNT = "system:serviceaccount:";

  KubeUser {
    groups = List.copyOf(groups);
  }

  static KubeUser admin() {
    return new KubeUser("admin", List.of("system:masters", "system:authenticated"));
  }

  static KubeUser named(String name) {
    return new KubeUser(name, List.of("system:authenticated"));
  }

  /** A service account as the API server sees it (documentation, "Authenticating"). */
  static KubeUser account(String namespace, String name) {
    return new KubeUser(
        ACCOUNT + namespace + ":" + name,
        List.of(
            "system:serviceaccounts",
            "system:serviceaccounts:" + namespace,
            "system:authenticated"));
  }

  boolean master() {
    return groups.contains("system:masters");
  }
}
