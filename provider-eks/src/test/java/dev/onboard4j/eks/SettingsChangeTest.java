package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.contract.Attack;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each pair of values of each setting: apply with one, apply with the other, remove with any.
 *
 * <p>After the second apply the access is that of the second value alone; after the removal nothing
 * of this cluster is left, and nothing of others has changed. Settings that would rename or move
 * objects are refused in the plan instead, and the words name the setting to restore.
 */
final class SettingsChangeTest {
  /** Values that give objects another name or path; two different ones exclude each other. */
  private static final Set<String> NAMES = Set.of("path", "policy=cluster", "policy-name", "names");

  /** The access under each value, in an account that never had another one. */
  private final Map<String, Map<String, Object>> fresh = new TreeMap<>();

  /** The values of the settings, by name. */
  static Map<String, UnaryOperator<Onboarding>> values() {
    Map<String, UnaryOperator<Onboarding>> values = new LinkedHashMap<>();
    values.put("default", o -> o);
    values.put("path", o -> o.set("eks.path", "/team/"));
    values.put("policy=cluster", o -> o.set("eks.policy", "cluster"));
    values.put("policy-name", o -> o.set("eks.policy-name", "Mine"));
    values.put("names", o -> o.set("names", "document"));
    values.put(
        "boundary",
        o -> o.set("eks.permissions-boundary", "arn:aws:iam::123456789012:policy/edge"));
    values.put("team a", o -> o.set("eks.tags", "team=a"));
    values.put("team b", o -> o.set("eks.tags", "team=b,cost=1"));
    values.put(
        "principal", o -> o.set("platform.principal", "arn:aws:iam::111122223333:user/other"));
    values.put("external id", o -> o.set("platform.external-id", "another-id"));
    values.put("blueprint=2023", o -> o.blueprint("castai/2023"));
    return values;
  }

  private static Onboarding with(EmbeddedWorld world, String value) {
    return values().get(value).apply(world.onboarding().allow("shared"));
  }

  /** An account in which another tool has objects of its own, and its policy at our role. */
  private static EmbeddedWorld world() {
    EmbeddedWorld world = EmbeddedWorld.start();
    String document =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}";
    ByHand.iam(world, "CreatePolicy", "PolicyName", "theirs", "PolicyDocument", document);
    return world;
  }

  @TestFactory
  Stream<DynamicTest> aChangedSettingLeavesNoFormerAccess() {
    int count = values().size();
    Attack.tried("pairs of values of the settings of EKS", count * count);
    return values().keySet().stream()
        .flatMap(
            one ->
                values().keySet().stream()
                    .map(
                        other ->
                            DynamicTest.dynamicTest(
                                one + ", then " + other,
                                () -> {
                                  if (renames(one, other)) {
                                    refused(one, other);
                                  } else {
                                    changed(one, other);
                                  }
                                })));
  }

  /** Whether the second value gives objects of the first one another name or path. */
  static boolean renames(String one, String other) {
    return !one.equals(other) && (NAMES.contains(one) || NAMES.contains(other));
  }

  private static void refused(String one, String other) {
    try (EmbeddedWorld world = world()) {
      Object before = world.state();
      announced(world, with(world, one).plan(world.cluster()));
      Object onboarded = world.state();
      assertRefused(() -> with(world, other).plan(world.cluster()));
      assertRefused(() -> with(world, other).planRemoval(world.cluster()));
      assertThat(world.state()).isEqualTo(onboarded);
      announced(world, with(world, one).planRemoval(world.cluster()));
      assertThat(world.state()).as("the account after the removal").isEqualTo(before);
    }
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

  private void changed(String one, String other) {
    for (String last : new String[] {one, other, "default"}) {
      if (renames(other, last)) {
        continue;
      }
      try (EmbeddedWorld world = world()) {
        Object before = world.state();
        announced(world, with(world, one).plan(world.cluster()));
        announced(world, with(world, other).plan(world.cluster()));
        assertThat(with(world, other).plan(world.cluster()).plan().hasChanges())
            .as("the second value needs one apply")
            .isFalse();
        assertThat(access(world))
            .as("the access")
            .isEqualTo(fresh.computeIfAbsent(other, SettingsChangeTest::fresh));
        announced(world, with(world, last).planRemoval(world.cluster()));
        assertThat(world.state())
            .as("the account after the removal with " + last)
            .isEqualTo(before);
      }
    }
  }

  private static void announced(EmbeddedWorld world, ApplicablePlan planned) {
    Object before = world.state();
    planned.apply();
    Announced.check(planned.plan(), before, world.state());
  }

  /** The access in an account that never had another value. */
  private static Map<String, Object> fresh(String value) {
    try (EmbeddedWorld world = world()) {
      with(world, value).plan(world.cluster()).apply();
      return access(world);
    }
  }

  /** Who has which access: trusts, attachments and documents, and the access entries. */
  private static Map<String, Object> access(EmbeddedWorld world) {
    Map<String, Object> access = new TreeMap<>();
    ((Map<?, ?>) world.aws().state().get("iam"))
        .forEach(
            (object, fields) ->
                ((Map<?, ?>) fields)
                    .forEach(
                        (field, value) -> {
                          if (Set.of("attached", "documents", "trust").contains(field)) {
                            access.put(object + "/" + field, value);
                          }
                        }));
    access.put("eks", ((Map<?, ?>) world.aws().state().get("eks")).keySet().toString());
    return access;
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
