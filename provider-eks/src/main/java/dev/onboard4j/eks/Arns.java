package dev.onboard4j.eks;

import java.util.List;

/** The ARNs of one cluster's objects, in whichever partition it lives. */
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

  /** A role as aws-auth and IAM authenticators name it: they do not know paths. */
  String roleWithoutPath(String name) {
    return "arn:" + partition + ":iam::" + account + ":role/" + name;
  }

  /** The profiles of that name under any path, as values of an EC2 filter. */
  List<String> instanceProfiles(String name) {
    String prefix = "arn:" + partition + ":iam::" + account + ":instance-profile/";
    return List.of(prefix + name, prefix + "*/" + name);
  }

  /** Of what others made: IAM names are unique whatever the path, which listings do not tell. */
  String underAnyPath(String type, String name) {
    return "arn:" + partition + ":iam::" + account + ":" + type + "/*" + name;
  }

  String cluster() {
    return regional("eks", "cluster/" + clusterName);
  }

  /** Of any entry of the role: EKS ends its ARN in an id of its own. */
  String accessEntry(String roleName) {
    return regional(
        "eks", "access-entry/" + clusterName + "/role/" + account + "/" + roleName + "/*");
  }

  /** A security group; any group while the id is the empty string. */
  String securityGroup(String id) {
    return regional("ec2", "security-group/" + (id.isEmpty() ? "*" : id));
  }

  /** In a shared VPC the owner of the network is another account. */
  String vpc(String vpcId) {
    return "arn:" + partition + ":ec2:" + region + ":*:vpc/" + vpcId;
  }

  private String regional(String service, String rest) {
    return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + rest;
  }
}
