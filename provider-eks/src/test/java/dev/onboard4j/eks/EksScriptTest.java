package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.plan.Action;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An IPv4 cluster that the vendor's script onboarded, with its policy for IPv6. */
final class EksScriptTest {
  private static final String ROLE = "cast-eks-prod-cluster-role-3b1a9f20";
  private static final String NODES = "cast-prod-eks-3b1a9f20";
  private static final String OTHER_NODES = "cast-other-eks-99999999";
  private static final String IPV6 = "arn:aws:iam::123456789012:policy/CastEC2AssignIPv6Policy";
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"ec2:AssignIpv6Addresses\",\"Resource\":\"*\"}]}";

  private final EmbeddedWorld world = EmbeddedWorld.start();
  private final EmbeddedAws aws = world.aws();

  @AfterEach
  void stop() {
    world.close();
  }

  @BeforeEach
  void script() {
    role(ROLE, "\"AWS\":\"" + EmbeddedWorld.PRINCIPAL + "\"");
    change("CreatePolicy", "PolicyName", "CastEC2AssignIPv6Policy", "PolicyDocument", POLICY);
    nodes(NODES);
    change("CreateInstanceProfile", "InstanceProfileName", NODES);
    change("AddRoleToInstanceProfile", "InstanceProfileName", NODES, "RoleName", NODES);
  }

  private void nodes(String name) {
    role(name, "\"Service\":\"ec2.amazonaws.com\"");
    change("AttachRolePolicy", "RoleName", name, "PolicyArn", IPV6);
  }

  private void role(String name, String principal) {
    change(
        "CreateRole",
        "RoleName",
        name,
        "AssumeRolePolicyDocument",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{"
            + principal
            + "},\"Action\":\"sts:AssumeRole\"}]}");
  }

  private void change(String action, String... parameters) {
    ByHand.iam(world, action, parameters);
  }

  private Onboarding onboarding() {
    return world.onboarding();
  }

  private static Action action(ApplicablePlan planned) {
    return planned.plan().changes().stream()
        .filter(change -> change.id().name().equals("CastEC2AssignIPv6Policy"))
        .findFirst()
        .orElseThrow()
        .action();
  }

  @Test
  void theScriptsPolicyIsAdoptedAndRemoved() {
    ApplicablePlan planned = onboarding().adopt("all").plan(world.cluster());
    assertThat(planned.refusals()).isEmpty();
    assertThat(planned.plan().describe()).doesNotContain("kept:");
    planned.apply();
    assertThat(onboarding().drift(world.cluster()).hasChanges()).isFalse();
    ApplicablePlan removal = onboarding().planRemoval(world.cluster());
    assertThat(removal.refusals()).isEmpty();
    assertThat(action(removal)).isEqualTo(Action.DELETE);
    removal.apply();
    assertThat(aws.state().toString()).isEqualTo("{ec2={}, eks={}, iam={}}");
  }

  @Test
  void theScriptsPolicyStaysWhileAnotherClusterUsesIt() {
    nodes(OTHER_NODES);
    assertThat(onboarding().adopt("all").plan(world.cluster()).refusals().toString())
        .contains("CastEC2AssignIPv6Policy: others use it", OTHER_NODES);
    onboarding().adopt("all").allow("shared").plan(world.cluster()).apply();
    ApplicablePlan removal = onboarding().planRemoval(world.cluster());
    assertThat(action(removal)).isEqualTo(Action.KEEP);
    removal.apply();
    assertThat(aws.state().toString()).contains(IPV6, OTHER_NODES).doesNotContain(ROLE);
  }

  @Test
  void aRemovalThatWasInterruptedAfterTheNodeRoleDeletesThePolicy() {
    onboarding().adopt("all").plan(world.cluster()).apply();
    change("RemoveRoleFromInstanceProfile", "InstanceProfileName", NODES, "RoleName", NODES);
    for (String policy :
        new String[] {
          IPV6,
          "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
          "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly",
          "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"
        }) {
      change("DetachRolePolicy", "RoleName", NODES, "PolicyArn", policy);
    }
    change("DeleteRole", "RoleName", NODES);
    onboarding().planRemoval(world.cluster()).apply();
    assertThat(aws.state().toString()).isEqualTo("{ec2={}, eks={}, iam={}}");
  }

  @Test
  void anIpv4ClusterOfItsOwnHasNoPolicyForIpv6() {
    change("DetachRolePolicy", "RoleName", NODES, "PolicyArn", IPV6);
    onboarding().adopt("all").plan(world.cluster()).apply();
    assertThat(onboarding().plan(world.cluster()).plan().changes())
        .extracting(change -> change.id().name())
        .doesNotContain("CastEC2AssignIPv6Policy");
    onboarding().planRemoval(world.cluster()).apply();
    assertThat(aws.state().get("iam").toString()).contains(IPV6).doesNotContain(ROLE);
  }
}
