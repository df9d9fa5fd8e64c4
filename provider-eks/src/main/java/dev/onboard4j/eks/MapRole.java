package dev.onboard4j.rbac;

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
public record MapRole(String roleArn, String username, List<String> groups) {
  /** Keeps an unmodifiable copy. */
  public MapRole {
    groups = List.copyOf(groups);
  }

  /** The entry that lets nodes join which run as that role. */
  public static MapRole ofNodes(String roleArn) {
    return new MapRole(
        roleArn,
        "system:node:{{EC2PrivateDNSName}}",
        List.of("system:bootstrappers", "system:nodes"));
  }

  /** As an element of a YAML list, for a person to paste. */
  public String yaml() {
    return MapRoleText.block(this, "", "\n");
  }
}
