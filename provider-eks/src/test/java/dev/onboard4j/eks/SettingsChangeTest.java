package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.contract.Attack;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which changes of settings a plan refuses: those that rename or move objects, in words that name
 * the setting to restore. The provider contract applies the others.
 */
final class SettingsChangeTest {
  private static Set<String> values() {
    return AwsSettingsValues.all().keySet();
  }

  private static Onboarding with(EmbeddedWorld world, String value) {
    return AwsSettingsValues.all().get(value).apply(world.onboarding().allow("shared"));
  }

  /** An account in which another tool has objects of its own, and its policy at our role. */
  private static EmbeddedWorld world() {
    EmbeddedWorld world = EmbeddedWorld.start();
    String document =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
    ByHand.iam(world, "CreatePolicy", "PolicyName", "theirs", "PolicyDocument", document);
    return world;
  }

  @ParameterizedTest
  @MethodSource("values")
  void onlyOtherNamesAndPathsAreRefused(String one) {
    try (EmbeddedWorld world = world()) {
      with(world, one).plan(world.cluster()).apply();
      Object onboarded = world.state();
      for (String other : values()) {
        if (AwsSettingsValues.renames(one, other)) {
          assertRefused(() -> with(world, other).plan(world.cluster()));
          assertRefused(() -> with(world, other).planRemoval(world.cluster()));
        } else {
          assertThat(with(world, other).plan(world.cluster()).refusals()).isEmpty();
          assertThat(with(world, other).planRemoval(world.cluster()).refusals()).isEmpty();
        }
      }
      assertThat(world.state()).isEqualTo(onboarded);
    }
    Attack.tried("values of the settings of EKS after " + one, values().size());
  }

  private static void assertRefused(Runnable plan) {
    assertThatThrownBy(plan::run)
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.CONFLICT);
              assertThat(e.remedy()).containsAnyOf("set eks.", "set names=");
            });
  }

  @Test
  void twoClustersWithOtherSettingsDoNotFlipTheSharedPolicy() {
    try (EmbeddedWorld world = world()) {
      world.aws().cluster(EksClusterSpec.of("eu-west-1", "other"));
      EksCluster other = EksCluster.of(EmbeddedAws.ACCOUNT, "eu-west-1", "other");
      String id = "99999999-0000-4000-8000-000000000000";
      with(world, "team a").plan(world.cluster()).apply();
      with(world, "team b").set("platform.cluster-id", id).plan(other).apply();
      assertThat(with(world, "team a").plan(world.cluster()).plan().hasChanges()).isFalse();
      assertThat(
              with(world, "team b").set("platform.cluster-id", id).plan(other).plan().hasChanges())
          .isFalse();
    }
  }

  @Test
  void whatFormerSettingsSetGoesAndWhatOthersSetStays() {
    String role = "cast-eks-prod-cluster-role-3b1a9f20";
    String edge = "arn:aws:iam::123456789012:policy/edge";
    try (EmbeddedWorld world = world()) {
      with(world, "default").plan(world.cluster()).apply();
      Object fresh = world.state();
      with(world, "team b").set("eks.permissions-boundary", edge).plan(world.cluster()).apply();
      assertThat(world.state().toString()).contains("cost=1", edge);
      with(world, "default").plan(world.cluster()).apply();
      assertThat(world.state()).isEqualTo(fresh);
      ByHand.iam(
          world, "PutRolePermissionsBoundary", "RoleName", role, "PermissionsBoundary", edge);
      ByHand.iam(
          world,
          "TagRole",
          "RoleName",
          role,
          "Tags.member.1.Key",
          "cost",
          "Tags.member.1.Value",
          "2");
      var plan = with(world, "default").plan(world.cluster()).plan();
      assertThat(plan.hasChanges()).isFalse();
      assertThat(plan.toString()).contains("permissions boundary of others: " + edge);
      assertThat(with(world, "default").planRemoval(world.cluster()).refusals()).isEmpty();
    }
  }

  @Test
  void aLongNameOfTheOtherStyleIsNotAskedFor() {
    String name = "x".repeat(60);
    try (EmbeddedWorld world = EmbeddedWorld.of(EksClusterSpec.of("eu-west-1", name))) {
      with(world, "default").plan(world.cluster()).apply();
      assertThat(with(world, "default").plan(world.cluster()).plan().hasChanges()).isFalse();
    }
  }

  @Test
  void aPolicyOfAnotherToolAtTheRoleIsNoFormerPolicy() {
    try (EmbeddedWorld world = world()) {
      with(world, "default").plan(world.cluster()).apply();
      ByHand.iam(
          world,
          "AttachRolePolicy",
          "RoleName",
          "cast-eks-prod-cluster-role-3b1a9f20",
          "PolicyArn",
          "arn:aws:iam::123456789012:policy/theirs");
      assertThat(with(world, "default").plan(world.cluster()).plan().hasChanges()).isFalse();
    }
  }
}
