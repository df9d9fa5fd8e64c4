package dev.onboard4j.testkit.aws;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Accounts as they are found in practice, by name; each is added to what an AWS has. */
public enum AwsWorlds {
  /**
   * Years of others: 240 roles and 80 policies of Terraform, eksctl and Karpenter, some of them
   * with five versions, with names that begin as those of onboarding do.
   */
  YEARS_OF_OTHERS {
    @Override
    public void plant(EmbeddedAws aws) {
      IntStream.range(0, 80).forEach(i -> policy(aws, "team-" + i + "-policy", i % 5));
      IntStream.range(0, 240).forEach(i -> role(aws, i));
    }
  },
  /** Another optimizer and an earlier cluster of this platform side by side with ours. */
  SEVERAL_PLATFORMS {
    @Override
    public void plant(EmbeddedAws aws) {
      policy(aws, "OtherOptimizerPolicy", 1);
      named(aws, "other-optimizer-role", "vendor", "other");
      named(aws, "cast-eks-old-cluster-role-00000000", "onboard4j:cluster", OLD);
      named(aws, "cast-old-eks-00000000", "onboard4j:cluster", OLD);
      send(aws, "CreateInstanceProfile", "InstanceProfileName", "cast-old-eks-00000000");
      send(
          aws,
          "AddRoleToInstanceProfile",
          "InstanceProfileName",
          "cast-old-eks-00000000",
          "RoleName",
          "cast-old-eks-00000000");
    }
  };

  private static final String OLD = "eks://123456789012/eu-west-1/old";
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
          + "{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
  private static final String DOCUMENT =
      "{\"Version\":\"2012-10-17\",\"Statement\":"
          + "[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";
  private static final String[] TOOLS = {"terraform", "eksctl", "karpenter"};

  /**
   * Adds the objects of this world.
   *
   * @throws IllegalStateException if one of them exists
   */
  public abstract void plant(EmbeddedAws aws);

  private static void role(EmbeddedAws aws, int number) {
    String tool = TOOLS[number % TOOLS.length];
    String name = (number % 10 == 0 ? "cast-" : "") + tool + "-role-" + number;
    named(aws, name, "managed-by", tool);
    send(
        aws,
        "AttachRolePolicy",
        "RoleName",
        name,
        "PolicyArn",
        arn("team-" + number % 80 + "-policy"));
  }

  private static void named(EmbeddedAws aws, String name, String key, String value) {
    send(
        aws,
        "CreateRole",
        "RoleName",
        name,
        "AssumeRolePolicyDocument",
        TRUST,
        "Tags.member.1.Key",
        key,
        "Tags.member.1.Value",
        value);
  }

  private static void policy(EmbeddedAws aws, String name, int furtherVersions) {
    send(aws, "CreatePolicy", "PolicyName", name, "PolicyDocument", DOCUMENT);
    for (int i = 0; i < furtherVersions; i++) {
      send(
          aws,
          "CreatePolicyVersion",
          "PolicyArn",
          arn(name),
          "PolicyDocument",
          DOCUMENT,
          "SetAsDefault",
          "true");
    }
  }

  private static String arn(String policy) {
    return "arn:aws:iam::" + EmbeddedAws.ACCOUNT + ":policy/" + policy;
  }

  private static void send(EmbeddedAws aws, String action, String... parameters) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], parameters[i + 1]);
    }
    aws.change("iam", action, map)
        .ifPresent(
            refused -> {
              throw new IllegalStateException(action + " " + map + ": " + refused);
            });
  }
}
