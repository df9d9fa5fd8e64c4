package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingEvent.Origin;
import dev.onboard4j.run.OnboardingEvent.Phase;
import dev.onboard4j.run.OnboardingResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What events tell about the run that they belong to. */
final class RunOriginTest {
  private final MemoryCloud cloud = new MemoryCloud().plain("a").plain("b", "a");
  private final List<OnboardingEvent> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger runs = new AtomicInteger();

  private Onboarding onboarding() {
    return cloud
        .onboarding()
        .runIds(() -> "run-" + runs.incrementAndGet())
        .on(OnboardingEvent.class, events::add);
  }

  private List<String> names() {
    return events.stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  @Test
  void aPlanningAndAnApplyHaveAnIdEach() {
    OnboardingResult result = onboarding().plan(MemoryCloud.cluster()).apply();
    assertThat(result.run()).isEqualTo("run-2");
    assertThat(events)
        .extracting(event -> event.origin().run())
        .containsOnly("run-1", "run-2")
        .isSorted();
    assertThat(names())
        .startsWith("PlanStarted")
        .containsSubsequence("PlanEnded", "ApplyStarted")
        .endsWith("ApplyEnded");
  }

  @Test
  void withoutASupplierEachRunHasARandomId() {
    Onboarding onboarding = cloud.onboarding().on(OnboardingEvent.class, events::add);
    onboarding.plan(MemoryCloud.cluster());
    onboarding.plan(MemoryCloud.cluster());
    assertThat(events).extracting(event -> event.origin().run()).hasSizeGreaterThan(2);
    assertThat(events.stream().map(event -> event.origin().run()).distinct()).hasSize(2);
  }

  @Test
  void eachEventNamesClusterOperationPhaseAndTime() {
    FakeTime time = new FakeTime();
    onboarding().time(time).planRemoval(MemoryCloud.cluster());
    assertThat(events.get(0))
        .isEqualTo(
            new OnboardingEvent.PlanStarted(
                new Origin(
                    "run-1",
                    MemoryCloud.cluster().uri(),
                    Operation.REMOVE,
                    Phase.FACTS,
                    time.now())));
    assertThat(events.get(events.size() - 1).origin().phase()).isEqualTo(Phase.READ);
  }

  @Test
  void theOtherPhasesAreNamedInTheirOrder() {
    onboarding().plan(MemoryCloud.cluster()).apply();
    assertThat(events.stream().map(event -> event.origin().phase()).distinct())
        .containsExactly(Phase.FACTS, Phase.READ, Phase.PREMISE, Phase.WRITE);
  }

  @Test
  void everyPhaseCountsItsPartsToTheTotal() {
    onboarding().plan(MemoryCloud.cluster()).apply();
    List<String> last =
        events.stream()
            .filter(OnboardingEvent.Progressed.class::isInstance)
            .map(OnboardingEvent.Progressed.class::cast)
            .filter(progressed -> progressed.done() == progressed.total())
            .map(progressed -> progressed.origin().phase() + " " + progressed.total())
            .toList();
    assertThat(last).containsExactly("FACTS 2", "READ 2", "FACTS 2", "PREMISE 2", "WRITE 2");
  }

  @Test
  void aPlanningThatFailsHasAnEnd() {
    cloud.failOnce.put("read a", MemoryCloud.failure(Category.CALLER));
    assertThatThrownBy(() -> onboarding().plan(MemoryCloud.cluster()))
        .isInstanceOf(OnboardingException.class);
    assertThat(names()).endsWith("PlanFailed");
  }

  @Test
  void aRefusedApplyHasAnEnd() {
    ApplicablePlan planned = onboarding().plan(MemoryCloud.cluster());
    cloud.put("a", State.builder().known("size", 7).build(), Owner.OTHER);
    assertThatThrownBy(planned::apply).isInstanceOf(OnboardingException.class);
    assertThat(events.get(events.size() - 1))
        .isInstanceOfSatisfying(
            OnboardingEvent.ApplyRefused.class,
            refused -> {
              assertThat(refused.fingerprint()).isEqualTo(planned.plan().fingerprint());
              assertThat(refused.error().category()).isEqualTo(Category.CONFLICT);
            });
  }

  @Test
  void theClustersOfOneOnboardingAreToldApart() {
    Onboarding onboarding = onboarding();
    onboarding.plan(new MemoryProvider.MemoryCluster("one"));
    onboarding.plan(new MemoryProvider.MemoryCluster("two"));
    assertThat(events)
        .extracting(event -> event.origin().run() + " " + event.origin().cluster())
        .containsOnly("run-1 memory://account/here/one", "run-2 memory://account/here/two");
  }
}
