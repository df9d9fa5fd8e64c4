package dev.onboard4j.testkit.kube;

import java.util.List;

/** The sender of a request. */
record KubeUser(String name, List<String> groups) {
  private static final String ACCOUNT = "system:serviceaccount:";

  KubeUser {
    groups = List.copyOf(groups);
  }

  static KubeUser admin() {
    return new KubeUser("admin", List.of("system:masters", "system:authenticated"));
  }

  /** The user of that name: the administrator, a service account, or any other user. */
  static KubeUser of(String name) {
    if (name.startsWith(ACCOUNT)) {
      String[] parts = name.split(":", -1);
      return account(parts[2], parts[3]);
    }
    return name.equals(admin().name()) ? admin() : named(name);
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
