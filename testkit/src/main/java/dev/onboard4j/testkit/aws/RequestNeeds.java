package dev.onboard4j.testkit.aws;

import dev.onboard4j.testkit.aws.IamEntity.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The actions, resources and condition keys that AWS checks for each request.
 *
 * <p>Service authorization reference, "Actions, resources, and condition keys" for IAM, EC2 and
 * EKS; creation with tags also checks the action to tag.
 */
final class RequestNeeds {
  private final AwsWorld world;

  RequestNeeds(AwsWorld world) {
    this.world = world;
  }

  /**
   * One action on one resource.
   *
   * @param action for example {@code iam:PassRole}
   * @param resource its ARN
   * @param context the values of the condition keys
   */
  record Need(String action, String resource, Map<String, String> context) {}

  /** What the caller must be allowed to do; GetCallerIdentity needs nothing. */
  List<Need> of(AwsCall call) {
    return switch (call.service()) {
      case "iam" -> iam(call);
      case "ec2" -> ec2(call);
      case "eks" -> eks(call);
      default -> List.of();
    };
  }

  private static Need need(AwsCall call, String resource) {
    return new Need(call.name(), resource, Map.of());
  }

  private List<Need> iam(AwsCall call) {
    String resource = iamResource(call);
    List<Need> needs = new ArrayList<>();
    needs.add(need(call, resource));
    if (call.action().startsWith("Create") && call.find("Tags.member.1.Key").isPresent()) {
      needs.add(new Need("iam:Tag" + call.action().substring(6), resource, Map.of()));
    }
    if (call.find("PermissionsBoundary").isPresent() && call.action().equals("CreateRole")) {
      needs.add(new Need("iam:PutRolePermissionsBoundary", resource, Map.of()));
    }
    if (call.action().equals("AddRoleToInstanceProfile")) {
      needs.add(passing(call));
    }
    return needs;
  }

  /** The API reference of AddRoleToInstanceProfile: passing the role to EC2 is checked as well. */
  private Need passing(AwsCall call) {
    String suffix = call.partition().equals("aws-cn") ? ".cn" : "";
    return new Need(
        "iam:PassRole",
        arn(call, Sort.ROLE, call.text("RoleName")),
        Map.of("iam:PassedToService", "ec2.amazonaws.com" + suffix));
  }

  private String iamResource(AwsCall call) {
    if (call.action().equals("ListPolicies") || call.action().equals("GetAccountSummary")) {
      return "*";
    }
    if (call.find("InstanceProfileName").isPresent()) {
      return arn(call, Sort.PROFILE, call.text("InstanceProfileName"));
    }
    if (call.find("RoleName").isPresent()) {
      return arn(call, Sort.ROLE, call.text("RoleName"));
    }
    return call.find("PolicyArn")
        .orElseGet(() -> arn(call, Sort.POLICY, call.find("PolicyName").orElse("")));
  }

  /** The ARN of an object; of a missing one, with the path that the request gives or any path. */
  private String arn(AwsCall call, Sort sort, String name) {
    return world
        .iam()
        .arn(sort, name)
        .orElseGet(
            () ->
                IamEntity.arn(
                    call.partition(), sort, call.find("Path").orElse(CallerPolicy.ANY_PATH), name));
  }

  private List<Need> ec2(AwsCall call) {
    if (call.reads()) {
      return List.of(need(call, "*"));
    }
    List<Need> needs = new ArrayList<>();
    if (call.action().equals("CreateSecurityGroup")) {
      String any = group(call, "*");
      needs.add(need(call, any));
      needs.add(need(call, vpc(call)));
      if (call.find("TagSpecification.1.Tag.1.Key").isPresent()) {
        needs.add(new Need("ec2:CreateTags", any, Map.of("ec2:CreateAction", call.action())));
      }
    }
    call.list("ResourceId.").forEach(id -> needs.add(need(call, group(call, id))));
    call.find("GroupId").ifPresent(id -> needs.add(need(call, group(call, id))));
    return needs;
  }

  private static String group(AwsCall call, String id) {
    return regional(call, "ec2", EmbeddedAws.ACCOUNT, "security-group/" + id);
  }

  private String vpc(AwsCall call) {
    String id = call.text("VpcId");
    return regional(call, "ec2", world.ec2().vpcOwner(id), "vpc/" + id);
  }

  private List<Need> eks(AwsCall call) {
    String cluster =
        regional(
            call, "eks", EmbeddedAws.ACCOUNT, "cluster/" + call.find("clusterName").orElse(""));
    if (call.find("resourceArn").isPresent()) {
      return List.of(need(call, call.text("resourceArn")));
    }
    if (call.action().equals("CreateAccessEntry")) {
      List<Need> needs = new ArrayList<>(List.of(need(call, cluster)));
      if (call.parameters().keySet().stream().anyMatch(key -> key.startsWith("tags."))) {
        needs.add(new Need("eks:TagResource", entry(call), Map.of()));
      }
      return needs;
    }
    return List.of(need(call, call.find("principalArn").isPresent() ? entry(call) : cluster));
  }

  /** The ARN of an access entry ends in an id that EKS assigns. */
  private static String entry(AwsCall call) {
    String principal = call.text("principalArn");
    return regional(
        call,
        "eks",
        EmbeddedAws.ACCOUNT,
        "access-entry/"
            + call.text("clusterName")
            + "/role/"
            + EmbeddedAws.ACCOUNT
            + "/"
            + principal.substring(principal.lastIndexOf('/') + 1)
            + "/id");
  }

  private static String regional(AwsCall call, String service, String account, String rest) {
    return "arn:"
        + call.partition()
        + ":"
        + service
        + ":"
        + call.region()
        + ":"
        + account
        + ":"
        + rest;
  }
}
