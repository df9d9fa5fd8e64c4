package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.Attack;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Nothing changes that the plan did not say: what the law sees, and an undo under it. */
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

  /** Applies a plan of other tags, with a change that the plan does not know. */
  private void withBug(String named, String action, String... parameters) {
    onboarding().plan(world.cluster()).apply();
    ApplicablePlan planned = onboarding().set("eks.tags", "team=a").plan(world.cluster());
    Object before = world.state();
    planned.apply();
    ByHand.iam(world, action, parameters);
    assertThatThrownBy(() -> Announced.check(planned.plan(), before, world.state()))
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

  @TestFactory
  Stream<DynamicTest> anUndoLeavesNothingThatThePlanDidNotSay() {
    List<String> writes = writes();
    List<Fault.Kind> kinds = List.of(Fault.Kind.DENY, Fault.Kind.ERROR);
    Attack.tried("writes of EKS that fail and are undone", writes.size() * kinds.size());
    return writes.stream()
        .flatMap(
            write ->
                kinds.stream()
                    .map(
                        kind ->
                            DynamicTest.dynamicTest(
                                kind + " at " + write, () -> undone(write, kind))));
  }

  private static EmbeddedWorld fresh() {
    return EmbeddedWorld.of(EksClusterSpec.of("eu-west-1", "prod").ipv6());
  }

  private static List<String> writes() {
    try (EmbeddedWorld fresh = fresh()) {
      fresh.onboarding().plan(fresh.cluster()).apply();
      return fresh.calls().stream()
          .filter(call -> call.effect() == RecordedCall.Effect.WRITE)
          .map(RecordedCall::name)
          .distinct()
          .toList();
    }
  }

  private static void undone(String write, Fault.Kind kind) {
    try (EmbeddedWorld fresh = fresh()) {
      Object before = fresh.state();
      ApplicablePlan planned = fresh.onboarding().onFailure(OnFailure.UNDO).plan(fresh.cluster());
      fresh.faults().always(write, Fault.of(kind));
      planned.attempt();
      Announced.check(planned.plan(), before, fresh.state());
    }
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
    Announced.check(removal.plan(), before, world.state());
    assertThat(world.state().toString()).contains("instance-profile theirs", "policy theirs");
  }
}
