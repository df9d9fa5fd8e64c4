package dev.onboard4j.eks;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.contract.WorldEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What other tools do to the objects of the cluster, in the embedded AWS. */
record AwsEdits(EmbeddedAws aws) {
  private static final String ROLE = "cast-eks-prod-cluster-role-3b1a9f20";
  private static final String NODES = "cast-prod-eks-3b1a9f20";
  private static final String POLICY = "CastEKSPolicy";
  private static final String POLICY_ARN = "arn:aws:iam::123456789012:policy/" + POLICY;
  private static final String PROFILE_ARN = "arn:aws:iam::123456789012:instance-profile/" + NODES;
  private static final String GROUP = "cast-prod-cluster/CastNodeSecurityGroup";
  private static final String MARK = "onboard4j:cluster";
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}";
  private static final String DOCUMENT =
      "{\"Version\":\"2012-10-17\",\"Statement\":"
          + "[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";

  private WorldEdit edit(
      String name, String type, String object, String service, String action, String... rest) {
    return new WorldEdit(name, ResourceId.of(type, object), () -> send(service, action, rest));
  }

  private void send(String service, String action, String... parameters) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], parameters[i + 1]);
    }
    aws.change(service, action, map)
        .ifPresent(
            failure -> {
              throw new AssertionError(action + ": " + failure);
            });
  }

  List<WorldEdit> lostMarks() {
    List<WorldEdit> all = new ArrayList<>();
    for (String role : List.of(ROLE, NODES)) {
      for (String mark : List.of(MARK, "onboard4j:blueprint")) {
        all.add(
            edit(
                mark,
                "iam-role",
                role,
                "iam",
                "UntagRole",
                "RoleName",
                role,
                "TagKeys.member.1",
                mark));
      }
    }
    return all;
  }

  List<WorldEdit> foreignObjects() {
    List<WorldEdit> all = new ArrayList<>();
    for (String role : List.of(ROLE, NODES)) {
      all.add(
          edit(
              "no mark",
              "iam-role",
              role,
              "iam",
              "CreateRole",
              marked("RoleName", role, "", TRUST)));
      all.add(
          edit(
              "another cluster",
              "iam-role",
              role,
              "iam",
              "CreateRole",
              marked("RoleName", role, other(), TRUST)));
    }
    all.add(
        edit(
            "no mark",
            "iam-policy",
            POLICY,
            "iam",
            "CreatePolicy",
            "PolicyName",
            POLICY,
            "PolicyDocument",
            DOCUMENT));
    all.add(
        edit(
            "no mark",
            "instance-profile",
            NODES,
            "iam",
            "CreateInstanceProfile",
            "InstanceProfileName",
            NODES));
    all.add(
        edit(
            "another cluster",
            "instance-profile",
            NODES,
            "iam",
            "CreateInstanceProfile",
            "InstanceProfileName",
            NODES,
            "Tags.member.1.Key",
            MARK,
            "Tags.member.1.Value",
            other()));
    all.add(
        edit(
            "no mark",
            "security-group",
            GROUP,
            "ec2",
            "CreateSecurityGroup",
            "GroupName",
            GROUP,
            "GroupDescription",
            "theirs",
            "VpcId",
            EksClusterSpec.of("eu-west-1", "prod").vpcId()));
    return all;
  }

  private static String other() {
    return "eks://123456789012/us-east-1/other";
  }

  private static String[] marked(String key, String name, String mark, String trust) {
    return mark.isEmpty()
        ? new String[] {key, name, "AssumeRolePolicyDocument", trust}
        : new String[] {
          key,
          name,
          "AssumeRolePolicyDocument",
          trust,
          "Tags.member.1.Key",
          MARK,
          "Tags.member.1.Value",
          mark
        };
  }

  List<WorldEdit> widenedAccess() {
    String open =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
            + "{\"AWS\":\"arn:aws:iam::999999999999:root\"},\"Action\":\"sts:AssumeRole\"}]}";
    String s3 = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    List<WorldEdit> all = new ArrayList<>();
    for (String role : List.of(ROLE, NODES)) {
      all.add(
          iam(
              "999999999999",
              role,
              "UpdateAssumeRolePolicy",
              "RoleName",
              role,
              "PolicyDocument",
              open));
      all.add(iam(s3, role, "AttachRolePolicy", "RoleName", role, "PolicyArn", s3));
      all.add(
          iam(
              "Audit",
              role,
              "PutRolePolicy",
              "RoleName",
              role,
              "PolicyName",
              "Audit",
              "PolicyDocument",
              DOCUMENT));
    }
    all.add(new WorldEdit("0.0.0.0/0", ResourceId.of("security-group", GROUP), this::openPort));
    return all;
  }

  private WorldEdit iam(String name, String role, String action, String... parameters) {
    return edit(name, "iam-role", role, "iam", action, parameters);
  }

  private void openPort() {
    String port = "IpPermissions.1.";
    send(
        "ec2",
        "AuthorizeSecurityGroupIngress",
        "GroupId",
        "sg-00000000000000001",
        port + "IpProtocol",
        "tcp",
        port + "FromPort",
        "22",
        port + "ToPort",
        "22",
        port + "IpRanges.1.CidrIp",
        "0.0.0.0/0");
  }

  List<WorldEdit> users() {
    return List.of(
        new WorldEdit(
            "i-0123456789abcdef0",
            ResourceId.of("instance-profile", NODES),
            () -> aws.instance("i-0123456789abcdef0", PROFILE_ARN)),
        new WorldEdit(
            "i-0123456789abcdef0",
            ResourceId.of("iam-role", NODES),
            () -> aws.instance("i-0123456789abcdef0", PROFILE_ARN)),
        new WorldEdit(
            "iam-role/theirs",
            ResourceId.of("iam-policy", POLICY),
            () -> {
              send("iam", "CreateRole", marked("RoleName", "theirs", "", TRUST));
              send("iam", "AttachRolePolicy", "RoleName", "theirs", "PolicyArn", POLICY_ARN);
            }));
  }
}
