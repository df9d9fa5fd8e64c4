package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EksOwnershipTest {
  private static final String ROLE = "cast-eks-prod-cluster-role-3b1a9f20";
  private static final String NODE_ROLE = "cast-prod-eks-3b1a9f20";
  private static final String POLICY_ARN = "arn:aws:iam::123456789012:policy/CastEKSPolicy";
  private static final String S3 = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
  private static final String SOME_TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
          + EmbeddedWorld.PRINCIPAL
          + "\"},\"Action\":\"sts:AssumeRole\"}}";
  private static final String SOME_POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";

  private final EmbeddedWorld world = EmbeddedWorld.start();
  private final EmbeddedAws aws = world.aws();

  @AfterEach
  void stop() {
    world.close();
  }

  private ApplicablePlan planned() {
    return world.onboarding().plan(world.cluster());
  }

  private void manually(String action, String... parameters) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], parameters[i + 1]);
    }
    assertThat(aws.change("iam", action, map)).isEmpty();
  }

  private static Change change(OnboardingPlan plan, String id) {
    return plan.changes().stream()
        .filter(one -> one.id().toString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anUnmarkedRoleRequiresConsent() {
    manually("CreateRole", "RoleName", ROLE, "AssumeRolePolicyDocument", SOME_TRUST);
    Object before = aws.state();
    ApplicablePlan planned = planned();
    assertThat(change(planned.plan(), "iam-role/" + ROLE).gate())
        .isInstanceOfSatisfying(
            Gate.Consent.class, consent -> assertThat(consent.kind()).isEqualTo("adopt"));
    assertThatThrownBy(planned::apply)
        .isInstanceOfSatisfying(
            OnboardingException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT));
    assertThat(aws.state()).isEqualTo(before);
  }

  @Test
  void anAdoptedRoleIsRepairedAndMarked() {
    manually("CreateRole", "RoleName", ROLE, "AssumeRolePolicyDocument", SOME_TRUST);
    world.onboarding().adopt("all").plan(world.cluster()).apply();
    assertThat(planned().plan().hasChanges()).isFalse();
    assertThat(aws.state().toString())
        .contains("onboard4j:cluster=eks://123456789012/eu-west-1/prod");
  }

  @Test
  void removalKeepsUnmarkedObjects() {
    manually("CreateRole", "RoleName", ROLE, "AssumeRolePolicyDocument", SOME_TRUST);
    Object before = aws.state();
    assertThat(world.onboarding().planRemoval(world.cluster()).plan().hasChanges()).isFalse();
    world.onboarding().planRemoval(world.cluster()).apply();
    assertThat(aws.state()).isEqualTo(before);
  }

  @Test
  void anotherClustersRoleBlocksThePlan() {
    manually(
        "CreateRole",
        "RoleName",
        ROLE,
        "AssumeRolePolicyDocument",
        SOME_TRUST,
        "Tags.member.1.Key",
        "onboard4j:cluster",
        "Tags.member.1.Value",
        "eks://123456789012/us-east-1/other");
    assertThat(change(planned().plan(), "iam-role/" + ROLE).gate())
        .isInstanceOf(Gate.Blocked.class);
  }

  @Test
  void aCustomersOwnAttachmentIsKeptAndReported() {
    planned().apply();
    manually("AttachRolePolicy", "RoleName", ROLE, "PolicyArn", S3);
    Change role = change(planned().plan(), "iam-role/" + ROLE);
    assertThat(role.action()).isEqualTo(Action.KEEP);
    assertThat(role.extras()).containsExactly("attachments: " + S3);
  }

  @Test
  void aForeignAttachmentRequiresConsentForRemoval() {
    planned().apply();
    manually("AttachRolePolicy", "RoleName", ROLE, "PolicyArn", S3);
    ApplicablePlan removal = world.onboarding().planRemoval(world.cluster());
    assertThatThrownBy(removal::apply).hasMessageContaining("has open gates");
    world.onboarding().allow("foreign-attachments").planRemoval(world.cluster()).apply();
    assertThat(aws.state().get("iam")).isEqualTo(Map.of());
  }

  @Test
  void aMissingAttachmentIsDriftAndIsRepaired() {
    planned().apply();
    manually(
        "DetachRolePolicy",
        "RoleName",
        NODE_ROLE,
        "PolicyArn",
        "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy");
    OnboardingPlan drift = world.onboarding().drift(world.cluster());
    assertThat(change(drift, "iam-role/" + NODE_ROLE).action()).isEqualTo(Action.UPDATE);
    planned().apply();
    assertThat(world.onboarding().drift(world.cluster()).hasChanges()).isFalse();
  }

  @Test
  void aRoleChangedBetweenPlanAndApplyIsRefusedWithBothValues() {
    planned().apply();
    manually("UpdateRole", "RoleName", ROLE, "Description", "first");
    ApplicablePlan planned = planned();
    manually("UpdateRole", "RoleName", ROLE, "Description", "second");
    assertThatThrownBy(planned::apply)
        .hasMessageContaining("iam-role/" + ROLE + ".description")
        .hasMessageContaining("first")
        .hasMessageContaining("second");
  }

  @Test
  void theSharedPolicyStaysWhileAnotherClusterUsesIt() {
    planned().apply();
    other().plan(EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", "other")).apply();
    ApplicablePlan removal = world.onboarding().planRemoval(world.cluster());
    assertThat(change(removal.plan(), "iam-policy/CastEKSPolicy").action()).isEqualTo(Action.KEEP);
    removal.apply();
    assertThat(aws.state().toString()).contains(POLICY_ARN);
    other().planRemoval(EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", "other")).apply();
    assertThat(aws.state().get("iam")).isEqualTo(Map.of());
  }

  private Onboarding other() {
    aws.cluster(EksClusterSpec.of("eu-west-1", "other"));
    return world.onboarding().set("platform.cluster-id", "99999999-0000-4000-8000-000000000000");
  }

  @Test
  void anotherBlueprintsContentOfTheSharedPolicyAsksConsent() {
    planned().apply();
    ApplicablePlan older = world.onboarding().blueprint("castai/2023").plan(world.cluster());
    assertThat(change(older.plan(), "iam-policy/CastEKSPolicy").gate())
        .isInstanceOfSatisfying(
            Gate.Consent.class, consent -> assertThat(consent.kind()).isEqualTo("shared"));
    world.onboarding().blueprint("castai/2023").allow("shared").plan(world.cluster()).apply();
    assertThat(aws.state().toString()).contains("iam:DeleteInstanceProfile");
  }

  @Test
  void anAdoptedPolicyThatAnotherRoleUsesAsksForBothConsents() {
    manually("CreatePolicy", "PolicyName", "CastEKSPolicy", "PolicyDocument", SOME_POLICY);
    manually("CreateRole", "RoleName", "theirs", "AssumeRolePolicyDocument", SOME_TRUST);
    manually("AttachRolePolicy", "RoleName", "theirs", "PolicyArn", POLICY_ARN);
    Object before = aws.state();
    ApplicablePlan adopted = world.onboarding().adopt("all").plan(world.cluster());
    assertThat(adopted.refusals().toString())
        .contains("iam-policy/CastEKSPolicy: others use it", "iam-role/theirs", "allow shared");
    assertThat(adopted.plan().describe()).contains("needs consent 'shared'", "iam-role/theirs");
    assertThatThrownBy(adopted::apply).hasMessageContaining("open gates");
    assertThat(aws.state()).isEqualTo(before);
    world.onboarding().adopt("all").allow("shared").plan(world.cluster()).apply();
    assertThat(planned().plan().hasChanges()).isFalse();
  }

  @Test
  void theOldestVersionThatIsNotTheDefaultMakesRoom() {
    manually("CreatePolicy", "PolicyName", "CastEKSPolicy", "PolicyDocument", SOME_POLICY);
    for (int i = 2; i <= 5; i++) {
      // The first version stays the default, as after a manual rollback.
      manually("CreatePolicyVersion", "PolicyArn", POLICY_ARN, "PolicyDocument", SOME_POLICY);
    }
    world.onboarding().adopt("all").plan(world.cluster()).apply();
    assertThat(aws.calls())
        .filteredOn(call -> call.action().equals("DeletePolicyVersion"))
        .extracting(RecordedCall::arguments)
        .containsExactly("{PolicyArn=" + POLICY_ARN + ", VersionId=v2}");
    assertThat(planned().plan().hasChanges()).isFalse();
  }

  @Test
  void equalPoliciesInAnotherNotationAreNoChange() {
    planned().apply();
    int before = aws.calls().size();
    String trust =
        "{\"Statement\":{\"Sid\":\"\",\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":[\""
            + EmbeddedWorld.CLUSTER_ID
            + "\"]}},\"Action\":[\"sts:AssumeRole\"],\"Principal\":{\"AWS\":[\""
            + EmbeddedWorld.PRINCIPAL
            + "\"]},\"Effect\":\"Allow\"},\"Version\":\"2012-10-17\"}";
    manually("UpdateAssumeRolePolicy", "RoleName", ROLE, "PolicyDocument", trust);
    assertThat(planned().plan().hasChanges()).isFalse();
    assertThat(aws.calls().size()).isGreaterThan(before);
  }

  @Test
  void anEntryOlderThanItsRoleIsReplacedWithConsent() {
    planned().apply();
    String profile = NODE_ROLE;
    manually(
        "RemoveRoleFromInstanceProfile", "InstanceProfileName", profile, "RoleName", NODE_ROLE);
    for (String policy :
        new String[] {
          "AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly", "AmazonEKS_CNI_Policy"
        }) {
      manually(
          "DetachRolePolicy",
          "RoleName",
          NODE_ROLE,
          "PolicyArn",
          "arn:aws:iam::aws:policy/" + policy);
    }
    manually("DeleteRole", "RoleName", NODE_ROLE);
    ApplicablePlan planned = planned();
    Change entry = change(planned.plan(), "access-entry/" + NODE_ROLE);
    assertThat(entry.action()).isEqualTo(Action.REPLACE);
    assertThatThrownBy(planned::apply).hasMessageContaining("has open gates");
    world.onboarding().allow("replace").plan(world.cluster()).apply();
    assertThat(planned().plan().hasChanges()).isFalse();
  }

  @Test
  void aRoleWithAnotherLetterCaseIsAConflict() {
    manually(
        "CreateRole",
        "RoleName",
        ROLE.toUpperCase(Locale.ROOT),
        "AssumeRolePolicyDocument",
        SOME_TRUST);
    var result = planned().attempt();
    assertThat(result.outcomes().values())
        .filteredOn(Outcome.Failed.class::isInstance)
        .singleElement()
        .satisfies(
            outcome ->
                assertThat(((Outcome.Failed) outcome).error()).hasMessageContaining("letter case"));
  }

  @Test
  void removalWorksAfterTheClusterIsDeleted() {
    planned().apply();
    aws.removeCluster("eu-west-1", "prod");
    assertThatThrownBy(this::planned).hasMessageContaining("there is no cluster 'prod'");
    assertThat(world.onboarding().planRemoval(world.cluster()).apply().succeeded()).isTrue();
    assertThat(aws.state().toString()).isEqualTo("{ec2={}, eks={}, iam={}}");
  }

  @Test
  void aSecurityGroupInUseBlocksTheRemovalAndNamesTheUser() {
    String id = planned().apply().outputs().get("security-group-id");
    aws.networkInterface("eni-1", id, "i-0abc");
    ApplicablePlan removal = world.onboarding().planRemoval(world.cluster());
    assertThat(removal.refusals().toString()).contains("eni-1", "i-0abc");
    assertThatThrownBy(removal::apply).isInstanceOf(OnboardingException.class);
  }
}
