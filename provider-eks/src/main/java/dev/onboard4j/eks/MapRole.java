package dev.onboard4j.eks;

import java.util.List;

/**
 * One element of {@code mapRoles}: an IAM role and its identity in the cluster. Immutable.
 *
 * <p>Source: EKS user guide, "Grant IAM users access to Kubernetes with a ConfigMap".
 *
 * @param roleArn the ARN of the role, without a path, as the authenticator requires
 * @param username the user name in the cluster
 * @param groups the groups in the cluster
 */
record MapRole(String roleArn, String username, List<String> groups) {
  /** Keeps an unmodifiable copy. */
  MapRole {
    groups = List.copyOf(groups);
  }

  /** The entry that lets nodes with that role join the cluster. */
  static MapRole ofNodes(String roleArn) {
    return new MapRole(
        roleArn,
        "system:node:{{EC2PrivateDNSName}}",
        List.of("system:bootstrappers", "system:nodes"));
  }

  /** Renders an element of a YAML list, for a person to add. */
  String yaml() {
    return MapRoleText.block(this, "", "\n");
  }
}
