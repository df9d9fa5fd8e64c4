package dev.onboard4j.kubernetes;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A permission that allows more than its name says, with one sentence that says why.
 *
 * <p>Source: "RBAC good practices" of the Kubernetes documentation, privilege escalation risks.
 */
public enum Risk {
  /** The verb {@code escalate}. */
  ESCALATE("lets the holder write roles with permissions that it does not hold"),
  /** The verb {@code bind}. */
  BIND("lets the holder bind roles with permissions that it does not hold"),
  /** The verb {@code impersonate}. */
  IMPERSONATE("lets the holder act as another user, with all permissions of that user"),
  /** Reading secrets. */
  SECRETS_READ("shows passwords, keys and the tokens of other accounts"),
  /** The kubelet's own API. */
  NODES_PROXY(
      "reaches the kubelet without the API server: commands in any pod of a node, no audit"),
  /** Approving certificates. */
  CSR_APPROVAL(
      "with the creation of requests, issues client certificates, those of nodes included"),
  /** A token of another account. */
  TOKEN_REQUEST("issues tokens of other accounts, with all of their permissions"),
  /** A wildcard. */
  WILDCARD("covers every kind, verb or group that is added later");

  private final String why;

  Risk(String why) {
    this.why = why;
  }

  /** The reason in one sentence. */
  public String why() {
    return why;
  }

  /** Whether only a ClusterRole can give it, because its resources are not in a namespace. */
  public boolean beyondNamespaces() {
    return this == NODES_PROXY || this == CSR_APPROVAL;
  }

  /** The risks of a rule that holds in the whole cluster. */
  public static List<Risk> of(PolicyRule rule) {
    return Arrays.stream(values()).filter(risk -> risk.shows(rule)).toList();
  }

  private boolean shows(PolicyRule rule) {
    return switch (this) {
      case ESCALATE -> verb(rule, "escalate") && on(rule, "roles", "clusterroles");
      case BIND -> verb(rule, "bind") && on(rule, "roles", "clusterroles");
      case IMPERSONATE -> verb(rule, "impersonate");
      case SECRETS_READ -> verb(rule, "get", "list", "watch") && on(rule, "secrets");
      case NODES_PROXY -> on(rule, "nodes/proxy");
      case CSR_APPROVAL -> approvesCertificates(rule);
      case TOKEN_REQUEST -> verb(rule, "create") && on(rule, "serviceaccounts/token");
      case WILDCARD -> hasWildcard(rule);
    };
  }

  private static boolean approvesCertificates(PolicyRule rule) {
    return (verb(rule, "approve") && on(rule, "signers"))
        || (verb(rule, "update", "patch") && on(rule, "certificatesigningrequests/approval"));
  }

  private static boolean hasWildcard(PolicyRule rule) {
    return Stream.of(rule.verbs(), rule.resources(), rule.apiGroups(), rule.nonResourceUrls())
        .anyMatch(values -> values.contains("*"));
  }

  private static boolean verb(PolicyRule rule, String... verbs) {
    return rule.verbs().contains("*")
        || Arrays.stream(verbs).anyMatch(one -> rule.verbs().contains(one));
  }

  /** Whether the rule covers one of these resources, maybe with a wildcard. */
  private static boolean on(PolicyRule rule, String... resources) {
    return Arrays.stream(resources).anyMatch(one -> Rules.coversResource(rule.resources(), one));
  }
}
