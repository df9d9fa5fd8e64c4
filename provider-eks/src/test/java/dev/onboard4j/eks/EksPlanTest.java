package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EksPlanTest {
  private static OnboardingPlan plan(EmbeddedWorld world) {
    return world.onboarding().plan(world.cluster()).plan();
  }

  private static List<String> ids(OnboardingPlan plan) {
    return plan.changes().stream().map(change -> change.id().toString()).sorted().toList();
  }

  @Test
  void namesAreThoseOfTheNewestScript() {
    String name = "a-cluster-whose-name-is-longer-than-forty-characters";
    try (EmbeddedWorld world = EmbeddedWorld.of(EksClusterSpec.of("eu-west-1", name))) {
      assertThat(ids(plan(world)))
          .contains(
              "iam-role/cast-eks-a-cluster-whose-name-is-longer-cluster-role-3b1a9f20",
              "iam-role/cast-a-cluster-whose-name-is-longer-than-fort-eks-3b1a9f20",
              "security-group/cast-" + name + "-cluster/CastNodeSecurityGroup");
    }
  }

  @Test
  void namesOfTheDocumentsCanBeChosen() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      OnboardingPlan plan =
          world.onboarding().set("names", "document").plan(world.cluster()).plan();
      assertThat(ids(plan))
          .contains("iam-role/cast-eks-prod-cluster-role", "iam-role/cast-prod-eks-3b1a9f20");
    }
  }

  @Test
  void aTooLongNameIsRefusedBeforeAnyRequest() {
    String name = "x".repeat(60);
    try (EmbeddedWorld world = EmbeddedWorld.of(EksClusterSpec.of("eu-west-1", name))) {
      assertThatThrownBy(() -> world.onboarding().set("names", "document").plan(world.cluster()))
          .isInstanceOfSatisfying(
              OnboardingException.class,
              e ->
                  assertThat(e.problems())
                      .hasSize(2)
                      .allSatisfy(
                          problem -> assertThat(problem.message()).contains("AWS allows 64")));
      assertThat(world.calls()).isEmpty();
    }
  }

  @Test
  void missingRegistrationIsReportedTogetherBeforeAnyRequest() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      var bare = Onboarding.forProvider("eks").set(world.aws().settings());
      assertThatThrownBy(() -> bare.plan(world.cluster()))
          .isInstanceOfSatisfying(
              OnboardingException.class,
              e ->
                  assertThat(e.problems())
                      .extracting(problem -> problem.path())
                      .containsExactly("platform.cluster-id", "platform.principal"));
      assertThat(world.calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "us-gov-west-1, aws-us-gov, ec2.amazonaws.com",
    "cn-north-1, aws-cn, ec2.amazonaws.com.cn"
  })
  void everyPartitionHasItsOwnArns(String region, String partition, String ec2) {
    try (EmbeddedWorld world = EmbeddedWorld.of(EksClusterSpec.of(region, "prod"))) {
      ApplicablePlan planned =
          world
              .onboarding()
              .set("platform.principal", "arn:" + partition + ":iam::111122223333:user/cast")
              .plan(world.cluster());
      assertThat(planned.plan().toJson()).contains(ec2).doesNotContain("arn:aws:");
      assertThat(planned.apply().outputs().get("role-arn")).startsWith("arn:" + partition + ":iam");
    }
  }

  @Test
  void aPrincipalOfAnotherPartitionIsRefused() {
    try (EmbeddedWorld world = EmbeddedWorld.of(EksClusterSpec.of("cn-north-1", "prod"))) {
      assertThatThrownBy(() -> plan(world)).hasMessageContaining("trusts its own partition only");
    }
  }

  @Test
  void anIpv6ClusterGetsItsPolicyAndRules() {
    try (EmbeddedWorld world = EmbeddedWorld.of(EksClusterSpec.of("eu-west-1", "prod").ipv6())) {
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      assertThat(ids(planned.plan())).contains("iam-policy/CastEC2AssignIPv6Policy");
      planned.apply();
      assertThat(world.state().toString()).contains("ec2:AssignIpv6Addresses", "::/0");
      assertThat(plan(world).hasChanges()).isFalse();
    }
  }

  @Test
  void aSharedVpcIsNamedByItsOwner() {
    try (EmbeddedWorld world =
        EmbeddedWorld.of(EksClusterSpec.of("eu-west-1", "prod").inVpcOf("999988887777"))) {
      assertThat(plan(world).toJson()).contains("arn:aws:ec2:eu-west-1:999988887777:vpc/vpc-");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONFIG_MAP", ""})
  void withoutAccessEntriesAPersonGetsTheExactEntry(String mode) {
    try (EmbeddedWorld world =
        EmbeddedWorld.of(EksClusterSpec.of("eu-west-1", "prod").authenticating(mode))) {
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      assertThat(planned.plan().changes())
          .filteredOn(change -> change.id().type().equals("aws-auth"))
          .singleElement()
          .satisfies(
              change ->
                  assertThat(change.reason())
                      .contains("rolearn: arn:aws:iam::123456789012:role/cast-prod-eks-3b1a9f20")
                      .contains("username: system:node:{{EC2PrivateDNSName}}"));
      assertThat(planned.apply().outputs().get("aws-auth-map-roles"))
          .contains("system:bootstrappers");
      assertThat(plan(world).hasChanges()).isFalse();
    }
  }

  @Test
  void boundaryPathAndTagsAreWritten() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      var onboarding =
          world
              .onboarding()
              .set("eks.path", "/platform/")
              .set("eks.permissions-boundary", "arn:aws:iam::123456789012:policy/edge")
              .set("eks.tags", "team=infra,cost=42");
      onboarding.plan(world.cluster()).apply();
      assertThat(onboarding.plan(world.cluster()).plan().hasChanges()).isFalse();
      assertThat(world.state().toString())
          .contains("role/platform/cast-eks", "policy/edge", "team=infra", "cost=42");
    }
  }

  @Test
  void noRequestIsRepeatedWhileEverythingIsMade() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      List<Integer> before = new ArrayList<>();
      world
          .onboarding()
          .on(OnboardingEvent.PhaseStarted.class, phase -> before.add(world.calls().size()))
          .plan(world.cluster())
          .apply();
      int writing = before.get(before.size() - 1);
      assertThat(world.calls().stream().skip(writing))
          .extracting(call -> call.name() + call.arguments())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void removalRestoresTheAccount() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.aws().faults().always("ec2:AuthorizeSecurityGroupIngress", Fault.of(Fault.Kind.DENY));
      var result = world.onboarding().onFailure(OnFailure.UNDO).plan(world.cluster()).attempt();
      assertThat(result.succeeded()).isFalse();
      assertThat(world.state().toString()).isEqualTo("{ec2={}, eks={}, iam={}}");
    }
  }

  @Test
  void newTagsReachEverythingOfThisCluster() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      var tagged = world.onboarding().set("eks.tags", "team=infra");
      ApplicablePlan planned = tagged.plan(world.cluster());
      assertThat(planned.plan().summary().get("update")).isEqualTo(5);
      planned.apply();
      assertThat(tagged.plan(world.cluster()).plan().hasChanges()).isFalse();
    }
  }

  @Test
  void onePolicyPerClusterCanBeChosen() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      var onboarding = world.onboarding().set("eks.policy", "cluster");
      onboarding.plan(world.cluster()).apply();
      assertThat(world.state().toString()).contains("policy CastEKSPolicy-prod-3b1a9f20");
      onboarding.planRemoval(world.cluster()).apply();
      assertThat(world.state().toString()).isEqualTo("{ec2={}, eks={}, iam={}}");
    }
  }

  @Test
  void credentialsOfAnotherAccountAreRefused() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      EksCluster elsewhere = EksCluster.of("000011112222", "eu-west-1", "prod");
      assertThatThrownBy(() -> world.onboarding().plan(elsewhere))
          .hasMessageContaining("the credentials belong to account 123456789012");
    }
  }

  @Test
  void aMissingClusterIsReported() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      EksCluster missing = EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", "prd");
      assertThatThrownBy(() -> world.onboarding().plan(missing))
          .hasMessageContaining("there is no cluster 'prd'");
    }
  }

  @Test
  void aCallerThatCannotReadTheClusterGetsThePermissions() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.aws().faults().always("eks:DescribeCluster", Fault.of(Fault.Kind.DENY));
      OnboardingPlan plan = plan(world);
      assertThat(plan.permissionDocuments().get("aws-policy").toString())
          .contains("eks:DescribeCluster", "iam:CreateRole", "eks:CreateAccessEntry");
      assertThat(plan.summary().get("blocked")).isEqualTo(plan.changes().size());
    }
  }

  @Test
  void anUnknownPrincipalFailsAfterAFewAttemptsWithARemedy() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.aws().missingPrincipal(EmbeddedWorld.PRINCIPAL);
      var result = world.onboarding().plan(world.cluster()).attempt();
      assertThat(world.calls().stream().filter(call -> call.action().equals("CreateRole")))
          .hasSize(7 + 1);
      assertThat(result.outcomes().values())
          .filteredOn(Outcome.Failed.class::isInstance)
          .singleElement()
          .satisfies(
              outcome -> {
                OnboardingException error = ((Outcome.Failed) outcome).error();
                assertThat(error).hasMessageContaining(EmbeddedWorld.PRINCIPAL);
                assertThat(error.remedy()).contains("run again");
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iam:CreateRole",
        "iam:CreatePolicy",
        "iam:CreateInstanceProfile",
        "ec2:CreateSecurityGroup",
        "eks:CreateAccessEntry"
      })
  void aNewObjectIsAwaitedUntilVisible(String create) {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.aws().faults().always(create, Fault.hide(3));
      assertThat(world.onboarding().plan(world.cluster()).apply().succeeded()).isTrue();
      world.aws().faults().clear();
      assertThat(plan(world).hasChanges()).isFalse();
    }
  }

  @Test
  void listingsAreReadPageByPage() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      world.aws().pageSize(1);
      assertThat(plan(world).hasChanges()).isFalse();
      world.onboarding().planRemoval(world.cluster()).apply();
      assertThat(world.state().toString()).isEqualTo("{ec2={}, eks={}, iam={}}");
    }
  }

  @Test
  void aPlanWithNothingToDoTakesAtMostThirtyReads() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      world.aws().forgetCalls();
      plan(world);
      assertThat(world.calls()).hasSizeLessThanOrEqualTo(30);
      assertThat(world.calls()).allMatch(call -> call.effect() == RecordedCall.Effect.READ);
    }
  }

  @Test
  void preflightIsUnknownWithoutACheck() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      assertThat(plan(world).preflight())
          .isNotEmpty()
          .allMatch(check -> check.answer() == PermissionCheck.Answer.UNKNOWN);
    }
  }

  @Test
  void everyGrantHasAReasonAndAProvenance() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      for (String blueprint : List.of("castai/current", "castai/2023")) {
        assertThat(world.onboarding().blueprint(blueprint).plan(world.cluster()).plan().access())
            .hasSizeGreaterThan(20)
            .allSatisfy(
                grant -> {
                  assertThat(grant.permission().reason()).isNotBlank();
                  assertThat(grant.permission().provenance()).isNotBlank();
                });
      }
    }
  }

  @Test
  void twoSettingsThatExcludeEachOtherAreRefusedBeforeAnyRequest() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      Map<String, String> both = Map.of("eks.policy", "cluster", "eks.policy-name", "Mine");
      assertThatThrownBy(() -> world.onboarding().set(both).plan(world.cluster()))
          .hasMessageContaining("excludes");
      assertThat(world.calls()).isEmpty();
    }
  }
}
