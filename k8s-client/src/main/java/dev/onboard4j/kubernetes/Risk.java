package dev.onboard4j.kubernetes;

import java.util.Arrays;
import java.util.List;

/**
 * A right that means more than its name says, and one sentence on why.
 *
 * <p>Source: "RBAC good practices" of the Kubernetes documentation, privilege escalation risks.
 */
public enum Risk {
  /** The verb {@code escalate}. */
  ESCALATE("lets the holder write roles with rights it does not have itself"),
  /** The verb {@code bind}. */
  BIND("lets the holder give away roles with rights it does not have itself"),
  /** The verb {@code impersonate}. */
  IMPERSONATE("lets the holder act as somebody else, with all of his rights"),
  /** Reading secrets. */
  SECRETS_READ("shows passwords, keys and the tokens of other accounts"),
  /** The kubelet's own API. */
  NODES_PROXY("reaches the kubelet past the API server: commands in any pod of a node, no audit"),
  /** Approving certificates. */
  CSR_APPROVAL("with creating requests lets the holder mint certificates, those of nodes included"),
  /** A token of another account. */
  TOKEN_REQUEST("mints tokens of other accounts, with all of their rights"),
  /** A wildcard. */
  WILDCARD("covers what does not exist yet: every kind, verb or group that is ever added");

  private final String why;

  Risk(String why) {
    this.why = why;
  }

  /** Why it matters, in one sentence. */
  public String why() {
    return why;
  }

  /** Whether it takes a role of the whole cluster: what it is about is in no namespace. */
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
      case CSR_APPROVAL ->
          (verb(rule, "approve") && on(rule, "signers"))
              || (verb(rule, "update", "patch") && on(rule, "certificatesigningrequests/approval"));
      case TOKEN_REQUEST -> verb(rule, "create") && on(rule, "serviceaccounts/token");
      case WILDCARD ->
          rule.verbs().contains("*")
              || rule.resources().contains("*")
              || rule.apiGroups().contains("*")
              || rule.nonResourceUrls().contains("*");
    };
  }

  private static boolean verb(PolicyRule rule, String... verbs) {
    return rule.verbs().contains("*")
        || Arrays.stream(verbs).anyMatch(one -> rule.verbs().contains(one));
  }

  /** Whether it is about one of these resources, which may be meant by a star. */
  private static boolean on(PolicyRule rule, String... resources) {
    return Arrays.stream(resources).anyMatch(one -> Rules.coversResource(rule.resources(), one));
  }
}
