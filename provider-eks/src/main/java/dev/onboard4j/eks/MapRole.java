package dev.onboard4j.eks;

import java.util.List;

/**
 * One element of {@code mapRoles}: an IAM role and who it is to the cluster. Immutable.
 *
 * <p>Source: EKS user guide, "Grant IAM users access to Kubernetes with a ConfigMap".
 *
 * @param roleArn the role, without a path: the authenticator does not know paths
 * @param username who it is in the cluster
 * @param groups the groups it is in
 */
record MapRole(String roleArn, String username, List<String> groups) {
  /** Keeps an unmodifiable copy. */
  MapRole {
    groups = List.copyOf(groups);
  }

  /** The entry that lets nodes join which run as that role. */
  static MapRole ofNodes(String roleArn) {
    return new MapRole(
        roleArn,
        "system:node:{{EC2PrivateDNSName}}",
        List.of("system:bootstrappers", "system:nodes"));
  }

  /** As an element of a YAML list, for a person to paste. */
  String yaml() {
    return MapRoleText.block(this, "", "\n");
  }
}
