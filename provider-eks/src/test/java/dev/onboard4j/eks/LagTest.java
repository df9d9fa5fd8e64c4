package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.contract.Attack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** AWS is eventually consistent: what was written shows later, and a run waits for it. */
final class LagTest {
  // What fits into the two minutes that a step waits for an effect.
  private static final int LOOKUPS = 8;

  /** Writes whose effect lookups and deletions see late. */
  private static final List<String> WRITES =
      List.of(
          "iam:CreateRole",
          "iam:CreatePolicy",
          "iam:CreatePolicyVersion",
          "iam:CreateInstanceProfile",
          "iam:UpdateAssumeRolePolicy",
          "iam:UpdateRole",
          "iam:TagRole",
          "iam:TagPolicy",
          "iam:TagInstanceProfile",
          "iam:AttachRolePolicy",
          "iam:PutRolePolicy",
          "iam:AddRoleToInstanceProfile",
          "ec2:CreateSecurityGroup",
          "ec2:AuthorizeSecurityGroupIngress",
          "ec2:AuthorizeSecurityGroupEgress",
          "ec2:CreateTags",
          "eks:CreateAccessEntry",
          "eks:TagResource");

  private static final List<String> DELETIONS =
      List.of(
          "iam:DetachRolePolicy",
          "iam:DeleteRolePolicy",
          "iam:RemoveRoleFromInstanceProfile",
          "iam:DeleteRole",
          "iam:DeletePolicy",
          "iam:DeleteInstanceProfile",
          "ec2:DeleteSecurityGroup",
          "eks:DeleteAccessEntry");

  /** Another tool changed or removed each part. */
  private static void damage(EmbeddedWorld world) {
    String role = "cast-eks-prod-cluster-role-3b1a9f20";
    String trust =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\"}}";
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
    ByHand.iam(world, "UpdateAssumeRolePolicy", "RoleName", role, "PolicyDocument", trust);
    ByHand.iam(world, "UpdateRole", "RoleName", role, "Description", "theirs");
    ByHand.iam(
        world,
        "PutRolePolicy",
        "RoleName",
        role,
        "PolicyName",
        "CastEKSRestrictedAccess",
        "PolicyDocument",
        policy);
    ByHand.iam(
        world,
        "DetachRolePolicy",
        "RoleName",
        role,
        "PolicyArn",
        "arn:aws:iam::aws:policy/IAMReadOnlyAccess");
    ByHand.iam(
        world,
        "CreatePolicyVersion",
        "PolicyArn",
        "arn:aws:iam::123456789012:policy/CastEKSPolicy",
        "PolicyDocument",
        policy,
        "SetAsDefault",
        "true");
  }

  private static Onboarding tagged(EmbeddedWorld world) {
    return world.onboarding().set("eks.tags", "team=infra").allow("shared");
  }

  @TestFactory
  Stream<DynamicTest> aWriteThatShowsLateIsWaitedFor() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String write : WRITES) {
      for (int lookups : new int[] {1, 3, LOOKUPS}) {
        tests.add(
            DynamicTest.dynamicTest(
                write + " shows after " + lookups + " lookups", () -> written(write, lookups)));
      }
    }
    for (String deletion : DELETIONS) {
      for (int lookups : new int[] {1, 3, LOOKUPS}) {
        tests.add(
            DynamicTest.dynamicTest(
                deletion + " shows after " + lookups + " lookups",
                () -> deleted(deletion, lookups)));
      }
    }
    Attack.tried("writes of EKS whose effect shows late", tests.size());
    return tests.stream();
  }

  private static void written(String write, int lookups) {
    try (EmbeddedWorld world = ipv6()) {
      world.faults().always(write, Fault.hide(lookups));
      world.onboarding().plan(world.cluster()).apply();
      world.faults().clear();
      settled(world.onboarding(), world);
      damage(world);
      world.faults().always(write, Fault.hide(lookups));
      tagged(world).plan(world.cluster()).apply();
      world.faults().clear();
      settled(tagged(world), world);
    }
  }

  private static EmbeddedWorld ipv6() {
    return EmbeddedWorld.of(EksClusterSpec.of("eu-west-1", "prod").ipv6());
  }

  /** The lag of one run has passed before the next run. */
  private static void settled(Onboarding onboarding, EmbeddedWorld world) {
    OnboardingPlan plan = onboarding.plan(world.cluster()).plan();
    assertThat(plan.hasChanges()).as(plan.describe()).isFalse();
  }

  private static void deleted(String deletion, int lookups) {
    try (EmbeddedWorld world = ipv6()) {
      world.onboarding().plan(world.cluster()).apply();
      ApplicablePlan removal = world.onboarding().planRemoval(world.cluster());
      world.faults().always(deletion, Fault.hide(lookups));
      assertThat(removal.apply().succeeded()).isTrue();
      assertThat(world.state().toString()).isEqualTo("{ec2={}, eks={}, iam={}}");
    }
  }

  @TestFactory
  Stream<DynamicTest> aFreshPrincipalIsWaitedFor() {
    List<DynamicTest> tests = new ArrayList<>();
    for (int refusals = 1; refusals <= 6; refusals++) {
      int count = refusals;
      tests.add(DynamicTest.dynamicTest(count + " refusals", () -> trusted(count)));
    }
    Attack.tried("fresh principals of EKS", tests.size());
    return tests.stream();
  }

  private static void trusted(int refusals) {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.aws().freshPrincipal(EmbeddedWorld.PRINCIPAL, refusals);
      world.onboarding().plan(world.cluster()).apply();
      String other = "arn:aws:iam::111122223333:user/other";
      world.aws().freshPrincipal(other, refusals);
      Onboarding changed = world.onboarding().set("platform.principal", other);
      changed.plan(world.cluster()).apply();
      assertThat(changed.plan(world.cluster()).plan().hasChanges()).isFalse();
    }
  }

  @Test
  void anEffectThatNeverShowsEndsTheStepAfterTwoMinutes() {
    VirtualTime time = new VirtualTime();
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      ApplicablePlan removal = world.onboarding().time(time).planRemoval(world.cluster());
      world.faults().always("iam:DetachRolePolicy", Fault.hide(1000));
      Instant start = time.now();
      assertThat(removal.attempt().outcomes().values())
          .filteredOn(Outcome.Failed.class::isInstance)
          .isNotEmpty()
          .allSatisfy(
              outcome ->
                  assertThat(((Outcome.Failed) outcome).error())
                      .hasMessageContaining("still do not see"));
      assertThat(Duration.between(start, time.now()))
          .isBetween(Duration.ofSeconds(100), Duration.ofMinutes(8));
    }
  }
}
