package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.cloud.Fault;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that a removal protects running nodes and objects of other tools. */
final class EksRemovalTest {
  private static final String ROLE = "cast-eks-prod-cluster-role-3b1a9f20";
  private static final String NODES = "cast-prod-eks-3b1a9f20";
  private static final String PROFILE_ARN = "arn:aws:iam::123456789012:instance-profile/" + NODES;
  private static final String DOCUMENT =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}]}";

  private final EmbeddedWorld world = EmbeddedWorld.start();
  private final EmbeddedAws aws = world.aws();

  @BeforeEach
  void onboard() {
    world.onboarding().plan(world.cluster()).apply();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private ApplicablePlan removal() {
    return world.onboarding().allow("foreign-attachments").planRemoval(world.cluster());
  }

  private static Gate gate(ApplicablePlan planned, String type, String name) {
    return planned.plan().changes().stream()
        .filter(change -> change.id().equals(ResourceId.of(type, name)))
        .map(Change::gate)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anInstanceOnTheProfileBlocksTheRemovalOfProfileAndNodeRole() {
    aws.instance("i-0abc", PROFILE_ARN);
    Object before = aws.state();
    ApplicablePlan planned = removal();
    for (String type : new String[] {"instance-profile", "iam-role"}) {
      assertThat(gate(planned, type, NODES))
          .isInstanceOfSatisfying(
              Gate.Blocked.class, gate -> assertThat(gate.toString()).contains("i-0abc"));
    }
    assertThatThrownBy(planned::apply).hasMessageContaining("nothing was written");
    assertThat(aws.state()).isEqualTo(before);
  }

  @Test
  void aNodeThatStartsAfterThePlanKeepsProfileAndRole() {
    ApplicablePlan planned = removal();
    aws.instance("i-0abc", PROFILE_ARN);
    assertThatThrownBy(planned::apply).hasMessageContaining("i-0abc");
    assertThat(aws.state().get("iam").toString())
        .contains("instance-profile/" + NODES, "role/" + NODES);
    aws.terminate("i-0abc");
    removal().apply();
    assertThat(aws.state().get("iam")).isEqualTo(Map.of());
  }

  @Test
  void aDeniedReadOfTheUsersBlocksTheRemovalAndPrintsThePermissions() {
    for (String read : new String[] {"ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces"}) {
      world.faults().always(read, Fault.of(Fault.Kind.DENY));
    }
    ApplicablePlan planned = removal();
    assertThat(planned.refusals().toString())
        .contains("may not list its instances", "may not list its users");
    assertThat(planned.plan().permissionDocuments().get("aws-policy").toString())
        .contains("ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces", "iam:DeleteRole");
    assertThatThrownBy(planned::apply).hasMessageContaining("nothing was written");
  }

  @Test
  void aForeignInlinePolicyBlocksTheRemoval() {
    assertThat(
            aws.change(
                "iam",
                "PutRolePolicy",
                Map.of("RoleName", ROLE, "PolicyName", "Audit", "PolicyDocument", DOCUMENT)))
        .isEmpty();
    Object before = aws.state();
    ApplicablePlan planned = removal();
    assertThat(gate(planned, "iam-role", ROLE))
        .isInstanceOfSatisfying(
            Gate.Blocked.class,
            gate -> assertThat(gate.toString()).contains("Audit", "would be lost"));
    assertThatThrownBy(planned::apply).hasMessageContaining("nothing was written");
    assertThat(aws.state()).isEqualTo(before);
  }

  @Test
  void aGroupThatAnotherGroupRefersToBlocksTheRemoval() {
    String vpc = EksClusterSpec.of("eu-west-1", "prod").vpcId();
    assertThat(
            aws.change(
                "ec2",
                "CreateSecurityGroup",
                Map.of("GroupName", "db", "GroupDescription", "db", "VpcId", vpc)))
        .isEmpty();
    assertThat(
            aws.change(
                "ec2",
                "AuthorizeSecurityGroupIngress",
                Map.of(
                    "GroupId", "sg-00000000000000002",
                    "IpPermissions.1.IpProtocol", "tcp",
                    "IpPermissions.1.FromPort", "5432",
                    "IpPermissions.1.ToPort", "5432",
                    "IpPermissions.1.Groups.1.GroupId", "sg-00000000000000001")))
        .isEmpty();
    assertThat(removal().plan().toString()).contains("a rule of security group sg-");
  }
}
