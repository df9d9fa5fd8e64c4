package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.cloud.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The quotas of a role count what other tools put there, and are those of the account. */
final class EksQuotasTest {
  private static final String ROLE = "cast-eks-prod-cluster-role-3b1a9f20";
  private static final String READ_ONLY = "arn:aws:iam::aws:policy/IAMReadOnlyAccess";
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";

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

  private void change(String action, String... parameters) {
    ByHand.iam(world, action, parameters);
  }

  /** Another tool took a policy of the role away and attached eight of its own. */
  private void fill() {
    change("DetachRolePolicy", "RoleName", ROLE, "PolicyArn", READ_ONLY);
    for (int i = 0; i < 8; i++) {
      change("CreatePolicy", "PolicyName", "theirs-" + i, "PolicyDocument", POLICY);
      change(
          "AttachRolePolicy",
          "RoleName",
          ROLE,
          "PolicyArn",
          "arn:aws:iam::123456789012:policy/theirs-" + i);
    }
  }

  private void refused(String... words) {
    Object before = aws.state();
    assertThatThrownBy(() -> world.onboarding().plan(world.cluster()))
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.CONFLICT);
              assertThat(e + " " + e.remedy()).contains(words);
            });
    assertThat(aws.state()).isEqualTo(before);
    // Neither drift nor removal adds anything, so no quota stops them.
    assertThat(world.onboarding().drift(world.cluster()).changes()).isNotEmpty();
    assertThat(world.onboarding().planRemoval(world.cluster()).plan().hasChanges()).isTrue();
  }

  @Test
  void policiesOfOtherToolsCountAgainstTheQuota() {
    fill();
    refused(ROLE, "11 managed policies; AWS allows 10", "L-0DA4ABF3");
  }

  @Test
  void theQuotaIsThatOfTheAccount() {
    fill();
    aws.attachedPoliciesPerRole(11);
    world.onboarding().plan(world.cluster()).apply();
    assertThat(world.onboarding().drift(world.cluster()).hasChanges()).isFalse();
    assertThat(
            world
                .onboarding()
                .plan(world.cluster())
                .plan()
                .permissionDocuments()
                .get("aws-policy")
                .toString())
        .doesNotContain("iam:GetAccountSummary");
  }

  @Test
  void aPlanThatReadsTheQuotaNamesThePermission() {
    fill();
    aws.attachedPoliciesPerRole(20);
    assertThat(
            world
                .onboarding()
                .plan(world.cluster())
                .plan()
                .permissionDocuments()
                .get("aws-policy")
                .toString())
        .contains("iam:GetAccountSummary");
  }

  @Test
  void aCallerThatMayNotReadTheQuotaGetsTheDefault() {
    fill();
    aws.attachedPoliciesPerRole(20);
    world.faults().always("iam:GetAccountSummary", Fault.of(Fault.Kind.DENY));
    refused("11 managed policies; AWS allows 10");
  }

  @Test
  void aFullRoleThatLacksNothingIsNoConflict() {
    fill();
    aws.attachedPoliciesPerRole(11);
    world.onboarding().plan(world.cluster()).apply();
    aws.attachedPoliciesPerRole(10);
    assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
  }

  @Test
  void inlinePoliciesOfOtherToolsCountAgainstTheQuota() {
    change("DeleteRolePolicy", "RoleName", ROLE, "PolicyName", "CastEKSRestrictedAccess");
    String large = POLICY.replace("s3:*", "s3:" + "x".repeat(9_500));
    change("PutRolePolicy", "RoleName", ROLE, "PolicyName", "Audit", "PolicyDocument", large);
    assertThat(
            aws.change(
                "iam",
                "PutRolePolicy",
                ByHand.map("RoleName", ROLE, "PolicyName", "b", "PolicyDocument", large)))
        .contains("LimitExceeded");
    Object before = aws.state();
    assertThatThrownBy(() -> world.onboarding().plan(world.cluster()))
        .hasMessageContaining("inline policies of")
        .hasMessageContaining("[Audit]; AWS allows 10240");
    assertThat(aws.state()).isEqualTo(before);
    assertThat(world.onboarding().planRemoval(world.cluster()).plan().operation())
        .isEqualTo(Operation.REMOVE);
  }
}
