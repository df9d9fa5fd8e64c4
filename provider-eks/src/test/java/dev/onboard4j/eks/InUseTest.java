package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.plan.Action;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.contract.Announced;
import dev.onboard4j.testkit.contract.Attack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What AWS lets refer to our objects blocks their removal and is listed, or keeps them. */
final class InUseTest {
  private static final String NODES = "cast-prod-eks-3b1a9f20";
  private static final String PROFILE_ARN = "arn:aws:iam::123456789012:instance-profile/";
  private static final String GROUP = "sg-00000000000000001";
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}";

  /**
   * One use of our objects.
   *
   * @param begin begins it
   * @param words what the plan says about it
   */
  private record Use(Consumer<EmbeddedWorld> begin, String words) {}

  private static Map<String, Use> uses() {
    Map<String, Use> all = new LinkedHashMap<>();
    all.put(
        "an instance on the profile",
        new Use(world -> world.aws().instance("i-0abc", PROFILE_ARN + NODES), "i-0abc"));
    all.put(
        "an instance on another profile with the node role",
        new Use(
            world -> {
              ByHand.iam(world, "CreateInstanceProfile", "InstanceProfileName", "theirs");
              ByHand.iam(
                  world,
                  "AddRoleToInstanceProfile",
                  "InstanceProfileName",
                  "theirs",
                  "RoleName",
                  NODES);
              world.aws().instance("i-0def", PROFILE_ARN + "theirs");
            },
            "i-0def"));
    all.put(
        "an instance with the group",
        new Use(world -> world.aws().networkInterface("eni-1", GROUP, "i-0123"), "i-0123"));
    for (String direction : new String[] {"Ingress", "Egress"}) {
      all.put(
          "a rule of another group, " + direction,
          new Use(world -> rule(world, direction), "a rule of security group sg-"));
    }
    return all;
  }

  private static void rule(EmbeddedWorld world, String direction) {
    String vpc = EksClusterSpec.of("eu-west-1", "prod").vpcId();
    ByHand.ec2(
        world, "CreateSecurityGroup", "GroupName", "db", "GroupDescription", "db", "VpcId", vpc);
    ByHand.ec2(
        world,
        "AuthorizeSecurityGroup" + direction,
        "GroupId",
        "sg-00000000000000002",
        "IpPermissions.1.IpProtocol",
        "tcp",
        "IpPermissions.1.FromPort",
        "5432",
        "IpPermissions.1.ToPort",
        "5432",
        "IpPermissions.1.Groups.1.GroupId",
        GROUP);
  }

  private static Onboarding onboarding(EmbeddedWorld world) {
    return world.onboarding().allow("shared", "foreign-attachments");
  }

  private static EmbeddedWorld onboarded() {
    EmbeddedWorld world = EmbeddedWorld.start();
    onboarding(world).plan(world.cluster()).apply();
    return world;
  }

  @TestFactory
  Stream<DynamicTest> aUseBlocksTheRemovalBeforeAndAfterThePlan() {
    Attack.tried("uses of objects of EKS that block the removal", uses().size() * 2);
    return uses().entrySet().stream()
        .flatMap(
            use ->
                Stream.of(true, false)
                    .map(
                        early ->
                            DynamicTest.dynamicTest(
                                use.getKey() + (early ? ", before the plan" : ", after the plan"),
                                () -> blocked(use.getValue(), early))));
  }

  private static void blocked(Use use, boolean early) {
    try (EmbeddedWorld world = onboarded()) {
      if (early) {
        use.begin().accept(world);
      }
      ApplicablePlan removal = onboarding(world).planRemoval(world.cluster());
      if (early) {
        assertThat(removal.refusals().toString()).contains(use.words());
      } else {
        use.begin().accept(world);
      }
      Object before = world.state();
      assertThatThrownBy(removal::apply).hasStackTraceContaining("nothing was written");
      assertThat(world.state()).isEqualTo(before);
    }
  }

  @Test
  void aPolicyThatAnotherRoleUsesIsKept() {
    try (EmbeddedWorld world = onboarded()) {
      ByHand.iam(world, "CreateRole", "RoleName", "theirs", "AssumeRolePolicyDocument", TRUST);
      ByHand.iam(
          world,
          "AttachRolePolicy",
          "RoleName",
          "theirs",
          "PolicyArn",
          "arn:aws:iam::123456789012:policy/CastEKSPolicy");
      ApplicablePlan removal = onboarding(world).planRemoval(world.cluster());
      assertThat(removal.plan().changes())
          .filteredOn(change -> change.id().type().equals("iam-policy"))
          .allSatisfy(change -> assertThat(change.action()).isEqualTo(Action.KEEP))
          .anySatisfy(change -> assertThat(change.reason()).contains("iam-role/theirs"));
      removal.apply();
      assertThat(world.state().toString()).contains("policy CastEKSPolicy").doesNotContain(NODES);
    }
  }

  @Test
  void aPolicyOfThisClusterThatAnotherRoleUsesIsTakenAwayWithConsentOnly() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      Onboarding cluster = world.onboarding().set("eks.policy", "cluster");
      cluster.plan(world.cluster()).apply();
      ByHand.iam(world, "CreateRole", "RoleName", "theirs", "AssumeRolePolicyDocument", TRUST);
      ByHand.iam(
          world,
          "AttachRolePolicy",
          "RoleName",
          "theirs",
          "PolicyArn",
          "arn:aws:iam::123456789012:policy/CastEKSPolicy-prod-3b1a9f20");
      assertThat(cluster.planRemoval(world.cluster()).refusals().toString())
          .contains("used by iam-role/theirs", "foreign-attachments");
      ApplicablePlan agreed = cluster.allow("foreign-attachments").planRemoval(world.cluster());
      Object before = world.state();
      agreed.apply();
      Announced.check(new AwsContractWorld(world), List.of(agreed.plan()), before);
      assertThat(world.state().toString()).contains("role theirs").doesNotContain("CastEKSPolicy");
    }
  }

  @Test
  void aDrainingInterfaceIsWaitedFor() {
    try (EmbeddedWorld world = onboarded()) {
      Onboarding draining =
          onboarding(world)
              .on(
                  OnboardingEvent.PhaseStarted.class,
                  started -> {
                    if (started.origin().phase() == OnboardingEvent.Phase.WRITE) {
                      world.aws().drainingInterface("eni-2", GROUP, 5);
                    }
                  });
      assertThat(draining.planRemoval(world.cluster()).apply().succeeded()).isTrue();
      assertThat(world.calls())
          .filteredOn(call -> call.action().equals("DeleteSecurityGroup"))
          .hasSize(6);
      assertThat(world.state().toString()).isEqualTo("{ec2={}, eks={}, iam={}}");
    }
  }
}
