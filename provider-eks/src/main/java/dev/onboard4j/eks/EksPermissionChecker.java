package dev.onboard4j.eks;

import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.PermissionChecker;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Renders permissions of AWS as an IAM policy; does not check whether the caller has them.
 *
 * @param dnsSuffix the suffix of service principals in the partition of the cluster
 */
record EksPermissionChecker(String dnsSuffix) implements PermissionChecker {
  private static final String CLUSTER = "kubernetes:";

  @Override
  public boolean knows(RequiredPermission permission) {
    return !permission.permission().startsWith(CLUSTER);
  }

  @Override
  public SortedMap<String, Object> documents(List<RequiredPermission> permissions) {
    return new TreeMap<>(Map.of("aws-policy", CallerPolicy.of(permissions, dnsSuffix)));
  }
}
