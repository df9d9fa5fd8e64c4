package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.testkit.contract.Attack;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The laws of settings and of announced changes, against a moto server. */
@Tag("moto")
final class MotoLawsTest {
  private static Onboarding with(MotoWorld world, String value) {
    return SettingsChangeTest.values().get(value).apply(world.onboarding().allow("shared"));
  }

  private static void announced(MotoWorld world, ApplicablePlan planned) {
    Object before = world.state();
    planned.apply();
    Announced.check(planned.plan(), before, world.state());
  }

  @TestFactory
  Stream<DynamicTest> eachSettingIsChangedFromTheDefaultAndBack() {
    List<String> values =
        SettingsChangeTest.values().keySet().stream()
            .filter(value -> !value.equals("default"))
            .toList();
    Attack.tried("settings of EKS that change on moto", values.size() * 2);
    return values.stream()
        .flatMap(
            value ->
                Stream.of(
                    DynamicTest.dynamicTest(
                        "default, then " + value, () -> changed("default", value)),
                    DynamicTest.dynamicTest(
                        value + ", then default", () -> changed(value, "default"))));
  }

  private static void changed(String one, String other) {
    try (MotoWorld world = MotoWorld.fresh()) {
      Object before = world.state();
      announced(world, with(world, one).plan(world.cluster()));
      String last = one;
      if (SettingsChangeTest.renames(one, other)) {
        assertThatThrownBy(() -> with(world, other).plan(world.cluster()))
            .isInstanceOf(OnboardingException.class);
      } else {
        last = other;
        announced(world, with(world, other).plan(world.cluster()));
        assertThat(with(world, other).plan(world.cluster()).plan().hasChanges()).isFalse();
      }
      announced(world, with(world, last).planRemoval(world.cluster()));
      assertThat(world.state()).isEqualTo(before);
    }
  }

  @Test
  void theLawNamesAnAttachmentOnMoto() {
    try (MotoWorld world = MotoWorld.fresh()) {
      Object before = world.state();
      ApplicablePlan planned = with(world, "default").plan(world.cluster());
      planned.apply();
      world.attach("cast-prod-eks-3b1a9f20", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
      assertThatThrownBy(() -> Announced.check(planned.plan(), before, world.state()))
          .hasMessageContaining("+ iam/role cast-prod-eks-3b1a9f20/attached");
    }
  }
}
