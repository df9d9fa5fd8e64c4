package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.RequiredPermission;

/**
 * The requests to EC2, each with the permissions it takes.
 *
 * <p>Source: service authorization reference, "Actions, resources, and condition keys for Amazon
 * EC2". Its describing actions know no resources.
 */
record Ec2Requests(Arns arns) {
  ApiRequest describeSubnets() {
    return request("DescribeSubnets", "*");
  }

  ApiRequest describeSecurityGroups() {
    return request("DescribeSecurityGroups", "*");
  }

  ApiRequest describeNetworkInterfaces() {
    return request("DescribeNetworkInterfaces", "*");
  }

  /** With tags, in that VPC. */
  ApiRequest createSecurityGroup(String vpcId) {
    return ApiRequest.of(
        "ec2",
        "CreateSecurityGroup",
        new RequiredPermission("ec2:CreateSecurityGroup", arns.securityGroups()),
        new RequiredPermission("ec2:CreateSecurityGroup", arns.vpc(vpcId)),
        new RequiredPermission("ec2:CreateTags", arns.securityGroups()));
  }

  ApiRequest createTags() {
    return request("CreateTags", arns.securityGroups());
  }

  ApiRequest authorizeSecurityGroupIngress() {
    return request("AuthorizeSecurityGroupIngress", arns.securityGroups());
  }

  ApiRequest authorizeSecurityGroupEgress() {
    return request("AuthorizeSecurityGroupEgress", arns.securityGroups());
  }

  ApiRequest deleteSecurityGroup() {
    return request("DeleteSecurityGroup", arns.securityGroups());
  }

  private static ApiRequest request(String operation, String on) {
    return ApiRequest.of("ec2", operation, new RequiredPermission("ec2:" + operation, on));
  }
}
