package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.spi.support.Reasons;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the access that a plan reports before and after. */
final class EksAccessTest {
  private static final String ACCOUNT = "arn:aws:iam::123456789012:";
  private static final String ROLE = "cast-eks-prod-cluster-role-3b1a9f20";
  private static final String ROLE_ARN = ACCOUNT + "role/" + ROLE;
  private static final String NODES = "cast-prod-eks-3b1a9f20";
  private static final String NODES_ARN = ACCOUNT + "role/" + NODES;
  private static final String POLICY_ARN = ACCOUNT + "policy/CastEKSPolicy";
  private static final String S3 = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
  private static final String ANYBODY =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\"}]}";
  private static final String EVERYTHING =
      "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";

  private final EmbeddedWorld world = EmbeddedWorld.start();
  private final EmbeddedAws aws = world.aws();

  @AfterEach
  void stop() {
    world.close();
  }

  private OnboardingPlan plan() {
    return world.onboarding().plan(world.cluster()).plan();
  }

  private void manually(String action, String... parameters) {
    Map<String, String> map = new TreeMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], parameters[i + 1]);
    }
    assertThat(aws.change("iam", action, map)).isEmpty();
  }

  private static Grant unexplained(String principal, String permission, String scope) {
    return new Grant(principal, JustifiedPermission.unexplained(permission), scope, "");
  }

  @Test
  void noAccessExistsBeforeTheFirstApply() {
    assertThat(plan().accessBefore()).isEmpty();
  }

  @Test
  void thePlannedAccessExistsAfterTheApply() {
    List<Grant> planned = plan().access();
    world.onboarding().plan(world.cluster()).apply();
    assertThat(plan().accessBefore()).containsExactlyElementsOf(planned);
    assertThat(plan().access()).containsExactlyElementsOf(planned);
  }

  @Test
  void onlyThePlatformAssumesTheClusterRole() {
    assertThat(plan().access())
        .contains(
            new Grant(
                EmbeddedWorld.PRINCIPAL,
                new JustifiedPermission(
                    "sts:AssumeRole", "assumes only this role", "onboarding script"),
                ROLE_ARN,
                "sts:ExternalId is " + EmbeddedWorld.CLUSTER_ID));
  }

  @Test
  void theNodesGetTheirRoleThroughProfileAndAccessEntry() {
    assertThat(plan().access())
        .extracting(grant -> grant.principal() + " " + grant.permission().permission())
        .contains(
            "ec2.amazonaws.com sts:AssumeRole",
            ACCOUNT + "instance-profile/" + NODES + " sts:AssumeRole",
            NODES_ARN + " access entry of type EC2_LINUX");
  }

  @Test
  void aForeignTrustHasNoReasonAndIsAbsentFromThePlannedAccess() {
    world.onboarding().plan(world.cluster()).apply();
    manually("UpdateAssumeRolePolicy", "RoleName", ROLE, "PolicyDocument", ANYBODY);
    Grant anybody = unexplained("*", "sts:AssumeRole", ROLE_ARN);
    assertThat(plan().accessBefore()).contains(anybody);
    assertThat(plan().access()).doesNotContain(anybody);
  }

  @Test
  void aForeignAttachmentIsReportedBeforeAndAfter() {
    world.onboarding().plan(world.cluster()).apply();
    manually("AttachRolePolicy", "RoleName", ROLE, "PolicyArn", S3);
    Grant all = unexplained(ROLE_ARN, "all of " + S3, "*");
    assertThat(plan().accessBefore()).contains(all);
    assertThat(plan().access()).contains(all);
  }

  @Test
  void foreignStatementsHaveNoReason() {
    world.onboarding().plan(world.cluster()).apply();
    manually(
        "CreatePolicyVersion",
        "PolicyArn",
        POLICY_ARN,
        "PolicyDocument",
        EVERYTHING,
        "SetAsDefault",
        "true");
    manually(
        "PutRolePolicy",
        "RoleName",
        ROLE,
        "PolicyName",
        "CastEKSRestrictedAccess",
        "PolicyDocument",
        EVERYTHING);
    Grant everything = unexplained(ROLE_ARN, "s3:*", "*");
    assertThat(plan().accessBefore())
        .filteredOn(everything::equals)
        .as("the managed policy and the inline one")
        .hasSize(2);
    assertThat(plan().access()).doesNotContain(everything);
  }

  @Test
  void aWiderScopeIsNotExplainedByTheReasonOfTheNarrowerOne() {
    Grant narrow =
        new Grant("role", new JustifiedPermission("ec2:RunInstances", "why", "where"), "a", "");
    Grant wide = unexplained("role", "ec2:RunInstances", "*");
    Reasons reasons = Reasons.of(List.of(narrow));
    assertThat(reasons.explain(List.of(wide, unexplained("role", "ec2:RunInstances", "a"))))
        .containsExactly(wide, narrow);
  }

  @Test
  void aDenyGivesNoGrantAndExceptionsAreReported() {
    Object document =
        PolicyDocument.canonical(
            Map.of(
                "Statement",
                List.of(
                    Map.of("Effect", "Deny", "Action", "s3:*", "Resource", "*"),
                    Map.of("Effect", "Allow", "NotAction", "iam:*", "NotResource", "arn:x"))));
    assertThat(PolicyGrants.allowed("role", document))
        .containsExactly(unexplained("role", "all but iam:*", "all but arn:x"));
  }

  @Test
  void anEntryOfAnEarlierRoleGivesNoAccess() {
    world.onboarding().plan(world.cluster()).apply();
    manually("RemoveRoleFromInstanceProfile", "InstanceProfileName", NODES, "RoleName", NODES);
    plan().changes().stream()
        .filter(change -> change.id().toString().equals("iam-role/" + NODES))
        .flatMap(change -> change.before().items("attachments").stream())
        .forEach(one -> manually("DetachRolePolicy", "RoleName", NODES, "PolicyArn", one));
    manually("DeleteRole", "RoleName", NODES);
    assertThat(plan().accessBefore())
        .extracting(grant -> grant.permission().permission())
        .doesNotContain("access entry of type EC2_LINUX", "sts:AssumeRole " + NODES_ARN);
    assertThat(plan().access())
        .extracting(grant -> grant.permission().permission())
        .contains("access entry of type EC2_LINUX");
  }

  @Test
  void aRemovalLeavesNoAccess() {
    world.onboarding().plan(world.cluster()).apply();
    OnboardingPlan removal = world.onboarding().planRemoval(world.cluster()).plan();
    assertThat(removal.accessBefore()).isNotEmpty();
    assertThat(removal.access()).isEmpty();
  }

  @Test
  void removalPermissionsNameForeignAttachments() {
    var own = world.onboarding().set("eks.policy", "cluster");
    var made = own.plan(world.cluster());
    String policy =
        made.plan().changes().stream()
            .map(change -> change.id())
            .filter(id -> id.type().equals("iam-policy"))
            .findFirst()
            .orElseThrow()
            .name();
    made.apply();
    manually("CreateRole", "RoleName", "audit", "AssumeRolePolicyDocument", ANYBODY);
    manually("AttachRolePolicy", "RoleName", "audit", "PolicyArn", ACCOUNT + "policy/" + policy);
    manually("CreateInstanceProfile", "InstanceProfileName", "theirs");
    manually("AddRoleToInstanceProfile", "InstanceProfileName", "theirs", "RoleName", ROLE);
    assertThat(own.planRemoval(world.cluster()).plan().requiredPermissions())
        .extracting(one -> one.permission() + " on " + one.resource())
        .contains(
            "iam:DetachRolePolicy on " + ACCOUNT + "role/*audit",
            "iam:RemoveRoleFromInstanceProfile on " + ACCOUNT + "instance-profile/*theirs")
        .doesNotContain("iam:DetachRolePolicy on " + ACCOUNT + "policy/" + policy);
  }

  @Test
  void foreignPartsOfARoleAreReportedByKindAndTheRoleLeavesForeignProfiles() {
    world.onboarding().plan(world.cluster()).apply();
    manually(
        "PutRolePolicy",
        "RoleName",
        ROLE,
        "PolicyName",
        "instance profile of mine",
        "PolicyDocument",
        EVERYTHING);
    manually("CreateInstanceProfile", "InstanceProfileName", "theirs");
    manually("AddRoleToInstanceProfile", "InstanceProfileName", "theirs", "RoleName", ROLE);
    assertThat(plan().changes())
        .filteredOn(change -> change.id().name().equals(ROLE))
        .flatExtracting(change -> change.extras())
        .containsExactly("inline policy: instance profile of mine", "instance profile: theirs");
    manually("DeleteRolePolicy", "RoleName", ROLE, "PolicyName", "instance profile of mine");
    var removal = world.onboarding().allow("foreign-attachments").planRemoval(world.cluster());
    assertThat(removal.apply().succeeded()).isTrue();
    assertThat(aws.state().get("iam").toString()).contains("theirs").doesNotContain(ROLE);
  }
}
