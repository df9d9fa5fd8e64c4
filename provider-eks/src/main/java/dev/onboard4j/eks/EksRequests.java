package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.RequiredPermission;

/**
 * The requests to EKS and STS, each with the permissions it requires.
 *
 * <p>Source: service authorization reference, "Actions, resources, and condition keys for Amazon
 * Elastic Kubernetes Service".
 */
record EksRequests(Arns arns) {
  /**
   * Requires no permission of the caller; the action is named because the policy of a VPC endpoint
   * can deny it.
   */
  ApiRequest getCallerIdentity() {
    return ApiRequest.of(
        "sts", "GetCallerIdentity", new RequiredPermission("sts:GetCallerIdentity", "*"));
  }

  ApiRequest describeCluster() {
    return request("DescribeCluster", arns.cluster());
  }

  ApiRequest describeAccessEntry(String role) {
    return request("DescribeAccessEntry", arns.accessEntry(role));
  }

  /** Creates an entry with tags. */
  ApiRequest createAccessEntry(String role) {
    return ApiRequest.of(
        "eks",
        "CreateAccessEntry",
        new RequiredPermission("eks:CreateAccessEntry", arns.cluster()),
        new RequiredPermission("eks:TagResource", arns.accessEntry(role)));
  }

  ApiRequest untagAccessEntry(String role) {
    return request("UntagResource", arns.accessEntry(role));
  }

  ApiRequest tagAccessEntry(String role) {
    return request("TagResource", arns.accessEntry(role));
  }

  ApiRequest deleteAccessEntry(String role) {
    return request("DeleteAccessEntry", arns.accessEntry(role));
  }

  private static ApiRequest request(String operation, String on) {
    return ApiRequest.of("eks", operation, new RequiredPermission("eks:" + operation, on));
  }
}
