package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.contract.Announced;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing changes that the plan did not say: what the law of the contract sees on AWS. */
final class AnnouncedTest {
  private static final String ROLE = "cast-eks-prod-cluster-role-3b1a9f20";
  private static final String NODES = "cast-prod-eks-3b1a9f20";
  private static final String S3 = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";

  private final EmbeddedWorld world = EmbeddedWorld.start();

  @AfterEach
  void stop() {
    world.close();
  }

  private Onboarding onboarding() {
    return world.onboarding().allow("shared", "foreign-attachments");
  }

  private void check(ApplicablePlan planned, Object before) {
    Announced.check(new AwsContractWorld(world), List.of(planned.plan()), before);
  }

  /** Applies a plan of other tags, with a change that the plan does not know. */
  private void withBug(String named, String action, String... parameters) {
    onboarding().plan(world.cluster()).apply();
    ApplicablePlan planned = onboarding().set("eks.tags", "team=a").plan(world.cluster());
    Object before = world.state();
    planned.apply();
    ByHand.iam(world, action, parameters);
    assertThatThrownBy(() -> check(planned, before))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("changed without a word of the plan")
        .hasMessageContaining(named);
  }

  @Test
  void theLawNamesAnAttachment() {
    String named = "+ iam/role " + ROLE + "/attached: " + S3;
    withBug(named, "AttachRolePolicy", "RoleName", ROLE, "PolicyArn", S3);
  }

  @Test
  void theLawNamesADetachedPolicy() {
    String cni = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy";
    String named = "- iam/role " + NODES + "/attached: " + cni;
    withBug(named, "DetachRolePolicy", "RoleName", NODES, "PolicyArn", cni);
  }

  @Test
  void theLawNamesASessionDuration() {
    withBug("/session: 3601", "UpdateRole", "RoleName", ROLE, "MaxSessionDuration", "3601");
  }

  @Test
  void theLawNamesAnInlinePolicyOfAnotherTool() {
    withBug(
        "/documents/Audit: ",
        "PutRolePolicy",
        "RoleName",
        ROLE,
        "PolicyName",
        "Audit",
        "PolicyDocument",
        POLICY);
  }

  @Test
  void theLawNamesANewObject() {
    String named = "+ iam/policy Theirs/arn";
    withBug(named, "CreatePolicy", "PolicyName", "Theirs", "PolicyDocument", POLICY);
  }

  @Test
  void theLawNamesAnotherValueOfAnAnnouncedTag() {
    withBug(
        "/tags/team: b",
        "TagRole",
        "RoleName",
        ROLE,
        "Tags.member.1.Key",
        "team",
        "Tags.member.1.Value",
        "b");
  }

  @Test
  void theRemovalOfAnAccountThatOthersUseIsAnnounced() {
    onboarding().plan(world.cluster()).apply();
    ByHand.iam(world, "AttachRolePolicy", "RoleName", ROLE, "PolicyArn", S3);
    ByHand.iam(world, "CreateInstanceProfile", "InstanceProfileName", "theirs");
    ByHand.iam(
        world, "AddRoleToInstanceProfile", "InstanceProfileName", "theirs", "RoleName", NODES);
    ByHand.iam(world, "CreatePolicy", "PolicyName", "theirs", "PolicyDocument", POLICY);
    ApplicablePlan removal = onboarding().planRemoval(world.cluster());
    Object before = world.state();
    removal.apply();
    check(removal, before);
    assertThat(world.state().toString()).contains("instance-profile theirs", "policy theirs");
  }
}
