package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.contract.Attack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Under exactly the printed policy apply, drift and removal are never denied. */
final class PrintedPermissionsTest {
  private static final String NODES = "cast-prod-eks-3b1a9f20";

  private static Map<String, UnaryOperator<Onboarding>> settings() {
    Map<String, UnaryOperator<Onboarding>> all = new LinkedHashMap<>();
    all.put("default", o -> o);
    all.put("path", o -> o.set("eks.path", "/team/"));
    all.put("boundary", o -> o.set("eks.permissions-boundary", "arn:aws:iam::aws:policy/edge"));
    all.put("tags", o -> o.set("eks.tags", "team=infra"));
    all.put("policy per cluster", o -> o.set("eks.policy", "cluster"));
    all.put("names of the documents", o -> o.set("names", "document"));
    return all;
  }

  private static Map<String, EksClusterSpec> clusters() {
    EksClusterSpec prod = EksClusterSpec.of("eu-west-1", "prod");
    Map<String, EksClusterSpec> all = new LinkedHashMap<>();
    all.put("IPv4", prod);
    all.put("IPv6", prod.ipv6());
    all.put("shared VPC", prod.inVpcOf("999988887777"));
    all.put("China", EksClusterSpec.of("cn-north-1", "prod"));
    return all;
  }

  @TestFactory
  Stream<DynamicTest> thePrintedPolicySuffices() {
    List<DynamicTest> tests = new ArrayList<>();
    clusters()
        .forEach(
            (cluster, spec) ->
                settings()
                    .forEach(
                        (name, settings) ->
                            tests.add(
                                DynamicTest.dynamicTest(
                                    cluster + ", " + name, () -> suffices(spec, settings)))));
    Attack.tried("runs of EKS under exactly the printed permissions", tests.size() * 4);
    return tests.stream();
  }

  private static void suffices(EksClusterSpec spec, UnaryOperator<Onboarding> settings) {
    try (EmbeddedWorld world = EmbeddedWorld.of(spec)) {
      Onboarding onboarding = settings.apply(principal(world, spec));
      under(world, onboarding.plan(world.cluster()));
      onboarding.plan(world.cluster()).apply();
      world.aws().allowAll();
      damage(world);
      ApplicablePlan repair = onboarding.allow("shared").plan(world.cluster());
      under(world, repair);
      repair.apply();
      under(world, onboarding.drift(world.cluster()));
      assertThat(onboarding.drift(world.cluster()).hasChanges()).isFalse();
      world.aws().allowAll();
      under(world, onboarding.planRemoval(world.cluster()));
      onboarding.planRemoval(world.cluster()).apply();
      assertThat(world.state().toString()).isEqualTo("{ec2={}, eks={}, iam={}}");
    }
  }

  private static Onboarding principal(EmbeddedWorld world, EksClusterSpec spec) {
    return spec.region().startsWith("cn-")
        ? world.onboarding().set("platform.principal", "arn:aws-cn:iam::111122223333:user/cast")
        : world.onboarding();
  }

  private static void under(EmbeddedWorld world, ApplicablePlan planned) {
    under(world, planned.plan());
  }

  private static void under(EmbeddedWorld world, OnboardingPlan plan) {
    world.aws().allowOnly(Json.write(plan.permissionDocuments().get("aws-policy")));
  }

  /** Another tool took a policy and a role away; the plan repairs both. */
  private static void damage(EmbeddedWorld world) {
    String partition = world.cluster().region().startsWith("cn-") ? "aws-cn" : "aws";
    ByHand.iam(
        world,
        "DetachRolePolicy",
        "RoleName",
        NODES,
        "PolicyArn",
        "arn:" + partition + ":iam::aws:policy/AmazonEKS_CNI_Policy");
    ByHand.iam(
        world, "RemoveRoleFromInstanceProfile", "InstanceProfileName", NODES, "RoleName", NODES);
    ByHand.iam(world, "UpdateRole", "RoleName", NODES, "Description", "theirs");
  }

  @Test
  void aRoleIsPassedToEc2Only() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      assertThat(policy(world.onboarding().plan(world.cluster())))
          .contains(
              "\"Action\":[\"iam:PassRole\"],\"Condition\":{\"StringEquals\":{"
                  + "\"iam:PassedToService\":\"ec2.amazonaws.com\"}}")
          .containsOnlyOnce("iam:PassRole");
    }
  }

  private static String policy(ApplicablePlan planned) {
    return Json.write(planned.plan().permissionDocuments().get("aws-policy"));
  }

  @Test
  void aPolicyForAnotherServiceIsDenied() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      world
          .aws()
          .allowOnly(policy(planned).replace("\"ec2.amazonaws.com\"", "\"ecs.amazonaws.com\""));
      assertThat(planned.attempt().outcomes().values())
          .filteredOn(Outcome.Failed.class::isInstance)
          .singleElement()
          .satisfies(
              outcome ->
                  assertThat(((Outcome.Failed) outcome).error())
                      .hasMessageContaining("iam:AddRoleToInstanceProfile"));
    }
  }

  @Test
  void theIdOfAKnownGroupIsInThePolicy() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      String id =
          world.onboarding().plan(world.cluster()).apply().outputs().get("security-group-id");
      String arn = "arn:aws:ec2:eu-west-1:" + EmbeddedAws.ACCOUNT + ":security-group/";
      assertThat(policy(world.onboarding().set("eks.tags", "team=infra").plan(world.cluster())))
          .contains(arn + id)
          .doesNotContain(arn + "*");
      assertThat(policy(world.onboarding().planRemoval(world.cluster())))
          .contains(arn + id)
          .doesNotContain(arn + "*");
    }
  }
}
