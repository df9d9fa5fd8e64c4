package dev.onboard4j.aks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Owner;
import dev.onboard4j.plan.Change;
import dev.onboard4j.testkit.contract.Attack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A change of any managed field is told, stops the apply of an older plan, and is put back. */
final class ExactnessTest {
  private static final List<String> WAYS =
      List.of(AksSettings.FEDERATION, AksSettings.MANAGED_IDENTITY, AksSettings.SECRET);
  private static final String CLUSTER_MARK = ".mark.onboard4j:cluster";

  @TempDir Path folder;

  private AzureContractWorld onboarded(String way) {
    AzureContractWorld world = AzureContractWorld.in(folder, way);
    world.onboarding().plan(world.cluster()).apply();
    return world;
  }

  private static Map<String, Runnable> changes(AzureContractWorld world, String way) {
    return new ManagedFields(world.world().rest()).changes(way);
  }

  @TestFactory
  Stream<DynamicTest> theChangesCoverEveryFieldThatCanBeChanged() {
    return WAYS.stream().map(way -> DynamicTest.dynamicTest(way, () -> covered(way)));
  }

  private void covered(String way) {
    TreeSet<String> fields = new TreeSet<>();
    try (AzureContractWorld world = onboarded(way)) {
      for (Change change : world.onboarding().plan(world.cluster()).plan().changes()) {
        change.before().fields().keySet().stream()
            // Azure decides the type and never moves a principal or an identity; the audience is
            // left to others.
            .filter(field -> !field.matches("principal-type|application|location|sign-in-audience"))
            .forEach(field -> fields.add(change.id() + "." + field));
      }
      assertThat(changes(world, way).keySet()).containsExactlyInAnyOrderElementsOf(fields);
    }
  }

  private Stream<DynamicTest> each(BiConsumer<String, String> test) {
    return WAYS.stream()
        .flatMap(
            way -> {
              try (AzureContractWorld world = AzureContractWorld.in(folder, way)) {
                return List.copyOf(changes(world, way).keySet()).stream()
                    .map(
                        field ->
                            DynamicTest.dynamicTest(
                                way + ", " + field, () -> test.accept(way, field)));
              }
            });
  }

  @TestFactory
  Stream<DynamicTest> aFieldChangedAfterThePlanStopsTheApply() {
    List<DynamicTest> all = each(this::stopped).toList();
    Attack.tried("managed fields of AKS, changed one by one", all.size());
    return all.stream();
  }

  private void stopped(String way, String field) {
    try (AzureContractWorld world = onboarded(way)) {
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      Objects.requireNonNull(changes(world, way).get(field)).run();
      Object before = world.world().state();
      // The mark tells the owner; a secret that is gone has no owner.
      String reported = field.replace(CLUSTER_MARK, ".owner").replace(".delivered", ".owner");
      assertThatThrownBy(planned::apply)
          .isInstanceOfSatisfying(
              OnboardingException.class,
              e ->
                  assertThat(e.problems())
                      .anySatisfy(problem -> assertThat(problem.path()).isEqualTo(reported)));
      assertThat(world.world().state()).isEqualTo(before);
    }
  }

  @TestFactory
  Stream<DynamicTest> aChangedFieldIsDriftAndPutBack() {
    return each(this::putBack);
  }

  private void putBack(String way, String field) {
    try (AzureContractWorld world = onboarded(way)) {
      Objects.requireNonNull(changes(world, way).get(field)).run();
      // An application with a secret is believed to be ours only while our role is assigned to it.
      Onboarding onboarding = world.onboarding().allow("replace").adopt("all");
      Change drifted = changeOf(onboarding.drift(world.cluster()).changes(), field);
      if (field.endsWith(CLUSTER_MARK)) {
        // It is an object of another cluster from now on.
        assertThat(drifted.owner()).isNotEqualTo(Owner.OURS);
        return;
      }
      assertThat(drifted.action().writes()).as(drifted.toString()).isTrue();
      assertThat(onboarding.plan(world.cluster()).apply().succeeded()).isTrue();
      assertThat(world.onboarding().drift(world.cluster()).hasChanges()).isFalse();
    }
  }

  private static Change changeOf(List<Change> changes, String field) {
    return changes.stream()
        .filter(one -> field.startsWith(one.id() + "."))
        .findFirst()
        .orElseThrow();
  }
}
