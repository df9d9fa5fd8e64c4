package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.RequiredPermission;

/**
 * The requests to EC2, each with the permissions it requires.
 *
 * <p>Source: service authorization reference, "Actions, resources, and condition keys for Amazon
 * EC2". Its Describe actions support no resource-level permissions. The id of a group that does not
 * exist yet is the empty string; the permission then covers any group.
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

  ApiRequest describeInstances() {
    return request("DescribeInstances", "*");
  }

  /** Creates a group with tags in a VPC. */
  ApiRequest createSecurityGroup(String vpcId) {
    return ApiRequest.of(
        "ec2",
        "CreateSecurityGroup",
        new RequiredPermission("ec2:CreateSecurityGroup", arns.securityGroup("")),
        new RequiredPermission("ec2:CreateSecurityGroup", arns.vpc(vpcId)),
        new RequiredPermission("ec2:CreateTags", arns.securityGroup("")));
  }

  ApiRequest deleteTags(String group) {
    return request("DeleteTags", arns.securityGroup(group));
  }

  ApiRequest createTags(String group) {
    return request("CreateTags", arns.securityGroup(group));
  }

  ApiRequest authorizeSecurityGroupIngress(String group) {
    return request("AuthorizeSecurityGroupIngress", arns.securityGroup(group));
  }

  ApiRequest authorizeSecurityGroupEgress(String group) {
    return request("AuthorizeSecurityGroupEgress", arns.securityGroup(group));
  }

  ApiRequest deleteSecurityGroup(String group) {
    return request("DeleteSecurityGroup", arns.securityGroup(group));
  }

  private static ApiRequest request(String operation, String on) {
    return ApiRequest.of("ec2", operation, new RequiredPermission("ec2:" + operation, on));
  }
}
