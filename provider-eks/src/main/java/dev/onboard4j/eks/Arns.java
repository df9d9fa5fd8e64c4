package dev.onboard4j.eks;

import java.util.List;

/** Builds the ARNs of one cluster's objects, in the partition of the cluster. */
record Arns(String partition, String region, String account, String clusterName, String path) {
  String role(String name) {
    return iam("role", name);
  }

  String policy(String name) {
    return iam("policy", name);
  }

  String instanceProfile(String name) {
    return iam("instance-profile", name);
  }

  private String iam(String type, String name) {
    return "arn:" + partition + ":iam::" + account + ":" + type + path + name;
  }

  /** The ARN of a role in aws-auth, where the authenticator expects no path. */
  String roleWithoutPath(String name) {
    return "arn:" + partition + ":iam::" + account + ":role/" + name;
  }

  /** The profiles of that name under any path, as values of an EC2 filter. */
  List<String> instanceProfiles(String name) {
    String prefix = "arn:" + partition + ":iam::" + account + ":instance-profile/";
    return List.of(prefix + name, prefix + "*/" + name);
  }

  /** An object of another tool under any path: names are unique, and listings omit the path. */
  String underAnyPath(String type, String name) {
    return "arn:" + partition + ":iam::" + account + ":" + type + "/*" + name;
  }

  String cluster() {
    return regional("eks", "cluster/" + clusterName);
  }

  /** Any entry of the role: the ARN of an entry ends in an id that EKS assigns. */
  String accessEntry(String roleName) {
    return regional(
        "eks", "access-entry/" + clusterName + "/role/" + account + "/" + roleName + "/*");
  }

  /** A security group; any group while the id is the empty string. */
  String securityGroup(String id) {
    return regional("ec2", "security-group/" + (id.isEmpty() ? "*" : id));
  }

  /** The VPC in any account: another account owns a shared VPC. */
  String vpc(String vpcId) {
    return "arn:" + partition + ":ec2:" + region + ":*:vpc/" + vpcId;
  }

  private String regional(String service, String rest) {
    return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + rest;
  }
}
