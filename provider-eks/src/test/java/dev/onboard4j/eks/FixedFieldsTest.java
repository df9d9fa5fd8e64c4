package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.testkit.contract.Announced;
import dev.onboard4j.testkit.contract.Attack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each field that cannot be changed in place, changed in turn: planned as a replacement, agreed to,
 * done and clean afterwards; or refused in the plan.
 */
final class FixedFieldsTest {
  private static final String ROLE = "cast-eks-prod-cluster-role-3b1a9f20";
  private static final String NODES = "cast-prod-eks-3b1a9f20";
  private static final String NODES_ARN = "arn:aws:iam::123456789012:role/" + NODES;
  private static final String TRUST =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}}";
  private static final String[] MARK = {
    "Tags.member.1.Key",
    "onboard4j:cluster",
    "Tags.member.1.Value",
    "eks://123456789012/eu-west-1/prod"
  };

  /** The group is looked for in the VPC of the cluster, so another VPC cannot be found. */
  private static final Set<String> UNREACHABLE =
      Set.of("security-group/cast-prod-cluster/CastNodeSecurityGroup.vpc");

  /** Another value of each fixed field, in an account where nothing is yet. */
  private static Map<String, Consumer<EmbeddedWorld>> moved() {
    Map<String, Consumer<EmbeddedWorld>> all = new LinkedHashMap<>();
    for (String role : new String[] {ROLE, NODES}) {
      all.put(
          "iam-role/" + role + ".path",
          world -> create(world, "Role", role, "AssumeRolePolicyDocument", TRUST));
    }
    all.put(
        "instance-profile/" + NODES + ".path",
        world -> create(world, "InstanceProfile", NODES, "InstanceProfileName", NODES));
    return all;
  }

  /** Makes an object of this cluster under another path. */
  private static void create(
      EmbeddedWorld world, String sort, String name, String parameter, String value) {
    Map<String, String> parameters = ByHand.map(MARK);
    parameters.put(sort + "Name", name);
    parameters.put("Path", "/other/");
    parameters.put(parameter, value);
    assertThat(world.aws().change("iam", "Create" + sort, parameters)).isEmpty();
  }

  /** Another value of each fixed field of what is replaced. */
  private static Map<String, Consumer<EmbeddedWorld>> replaced() {
    Map<String, Consumer<EmbeddedWorld>> all = new LinkedHashMap<>();
    all.put("access-entry/" + NODES + ".type", world -> entry(world, "STANDARD"));
    all.put(
        "access-entry/" + NODES + ".role-id",
        world -> {
          ByHand.iam(
              world,
              "RemoveRoleFromInstanceProfile",
              "InstanceProfileName",
              NODES,
              "RoleName",
              NODES);
          for (String policy :
              new String[] {
                "AmazonEKSWorkerNodePolicy",
                "AmazonEC2ContainerRegistryReadOnly",
                "AmazonEKS_CNI_Policy"
              }) {
            ByHand.iam(
                world,
                "DetachRolePolicy",
                "RoleName",
                NODES,
                "PolicyArn",
                "arn:aws:iam::aws:policy/" + policy);
          }
          ByHand.iam(world, "DeleteRole", "RoleName", NODES);
        });
    return all;
  }

  /** Makes the access entry of the node role anew, with another type. */
  private static void entry(EmbeddedWorld world, String type) {
    String region = "eu-west-1";
    Map<String, String> entry = ByHand.map("clusterName", "prod", "principalArn", NODES_ARN);
    assertThat(world.aws().change("eks", region, "DeleteAccessEntry", entry)).isEmpty();
    entry.put("type", type);
    entry.put("tags.onboard4j:cluster", "eks://123456789012/eu-west-1/prod");
    assertThat(world.aws().change("eks", region, "CreateAccessEntry", entry)).isEmpty();
  }

  @Test
  void theCasesCoverEveryFixedField() {
    TreeSet<String> fixed = new TreeSet<>();
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      for (Change change : world.onboarding().plan(world.cluster()).plan().changes()) {
        change
            .before()
            .fields()
            .forEach(
                (field, value) -> {
                  if (value instanceof State.Known known && known.fixed()) {
                    fixed.add(change.id() + "." + field);
                  }
                });
      }
    }
    TreeSet<String> cases = new TreeSet<>(moved().keySet());
    cases.addAll(replaced().keySet());
    cases.addAll(UNREACHABLE);
    assertThat(cases).isEqualTo(fixed);
  }

  @TestFactory
  Stream<DynamicTest> anotherPathIsRefusedInThePlan() {
    Attack.tried("fixed fields of EKS that refuse a plan", moved().size());
    return moved().entrySet().stream()
        .map(one -> DynamicTest.dynamicTest(one.getKey(), () -> refused(one.getValue())));
  }

  private static void refused(Consumer<EmbeddedWorld> change) {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      change.accept(world);
      Object before = world.state();
      assertThatThrownBy(() -> world.onboarding().plan(world.cluster()))
          .isInstanceOfSatisfying(
              OnboardingException.class,
              e -> {
                assertThat(e.category()).isEqualTo(Category.CONFLICT);
                assertThat(e.remedy()).contains("eks.path=/other/");
              });
      assertThat(world.state()).isEqualTo(before);
    }
  }

  @TestFactory
  Stream<DynamicTest> aReplacementIsAgreedToAndDone() {
    Attack.tried("fixed fields of EKS that are replaced", replaced().size());
    return replaced().entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.getKey(), () -> replaced(one.getKey(), one.getValue())));
  }

  private static void replaced(String field, Consumer<EmbeddedWorld> change) {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      change.accept(world);
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      assertThat(planned.plan().changes())
          .filteredOn(one -> field.startsWith(one.id() + "."))
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.action()).isEqualTo(Action.REPLACE);
                assertThat(one.permissions().toString())
                    .contains("eks:DeleteAccessEntry", "eks:CreateAccessEntry");
              });
      Object before = world.state();
      assertThatThrownBy(planned::apply).hasMessageContaining("has open gates");
      assertThat(world.state()).isEqualTo(before);
      ApplicablePlan agreed = world.onboarding().allow("replace").plan(world.cluster());
      agreed.apply();
      Announced.check(new AwsContractWorld(world), List.of(agreed.plan()), before);
      assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
    }
  }
}
