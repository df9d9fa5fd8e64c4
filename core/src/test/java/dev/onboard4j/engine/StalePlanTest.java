package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.State;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.spi.Resource;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What stops a plan between planning and applying, and what does not. */
final class StalePlanTest {
  private final MemoryCloud cloud = new MemoryCloud();

  private static State size(int size) {
    return State.builder().known("size", size).build();
  }

  private void refused(ApplicablePlan planned, String... problems) {
    int writes = cloud.log.size();
    assertThatThrownBy(planned::apply)
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.CONFLICT);
              assertThat(e.remedy()).isEqualTo("plan again and look at what changed");
              assertThat(e.problems()).extracting(Problem::toString).containsExactly(problems);
              String more = problems.length == 1 ? "" : " and " + (problems.length - 1) + " more";
              assertThat(e)
                  .hasMessage("the plan is stale: " + problems[0] + more + "; nothing was written");
            });
    assertThat(cloud.log).hasSize(writes);
  }

  private void redeclare(int index, UnaryOperator<Resource> change) {
    cloud.resources.set(index, change.apply(cloud.resources.get(index)));
  }

  @Test
  void anotherDeclarationThanThePlannedOneIsRefused() {
    cloud.plain("a").plain("gone");
    ApplicablePlan planned = cloud.plan();
    redeclare(0, old -> Resource.of(old.id(), old.kind(), size(2), cloud));
    cloud.resources.remove(1);
    cloud.plain("new");
    refused(
        planned,
        "thing/a.size: was planned as 1 in the plan, is 2 now",
        "thing/gone: is no longer declared",
        "thing/new: is declared now, but not planned");
  }

  @Test
  void anotherSourceOfAValueThatIsKnownLaterIsRefused() {
    State fromA =
        State.builder()
            .value("from", new State.Unknown(MemoryCloud.id("a"), "name", false))
            .known("size", 1)
            .build();
    cloud.plain("a").thing("b", fromA, "a");
    ApplicablePlan planned = cloud.plan();
    redeclare(
        1,
        old ->
            Resource.of(
                    old.id(),
                    old.kind(),
                    State.builder().known("from", "fixed text").known("size", 1).build(),
                    cloud)
                .dependingOn(MemoryCloud.id("a")));
    refused(
        planned,
        "thing/b.from: was planned as \"(known after apply)\" in the plan, is \"fixed text\" now");
  }

  @Test
  void aValueThatIsToldByNowFitsWhatWasPlanned() {
    State fromA =
        State.builder()
            .value("from", new State.Unknown(MemoryCloud.id("a"), "name", false))
            .value("again", new State.Unknown(MemoryCloud.id("a"), "name", false))
            .build();
    cloud.plain("a").thing("b", fromA, "a");
    cloud.put("a", size(1), Owner.OURS);
    ApplicablePlan planned = cloud.plan();
    assertThat(planned.plan().changes().get(1).after().json("from")).isEqualTo("the-a");
    assertThat(planned.apply().succeeded()).isTrue();
  }

  @Test
  void aRemovalDoesNotCareWhatWouldBeAskedForNow() {
    cloud.plain("a");
    cloud.put("a", size(1), Owner.OURS);
    ApplicablePlan removal = cloud.onboarding().planRemoval(MemoryCloud.cluster());
    redeclare(0, old -> Resource.of(old.id(), old.kind(), size(2), cloud));
    assertThat(removal.apply().succeeded()).isTrue();
  }

  @Test
  void anOwnerThatChangedIsRefused() {
    cloud.plain("a").plain("b");
    cloud.put("a", size(1), Owner.OURS);
    cloud.put("b", size(5), Owner.OURS);
    ApplicablePlan planned = cloud.plan();
    cloud.put("a", size(1), Owner.UNMARKED);
    cloud.put("b", size(5), Owner.OTHER);
    refused(
        planned,
        "thing/a.owner: was \"OURS\" in the plan, is \"UNMARKED\" now",
        "thing/b.owner: was \"OURS\" in the plan, is \"OTHER\" now");
  }

  @Test
  void anObjectThatAppearedWithoutOurMarkIsRefused() {
    cloud.plain("a");
    ApplicablePlan planned = cloud.plan();
    cloud.put("a", size(1), Owner.UNMARKED);
    refused(planned, "thing/a.owner: was \"ABSENT\" in the plan, is \"UNMARKED\" now");
  }

  @Test
  void anAdoptedObjectIsOursByNow() {
    cloud.plain("a");
    cloud.put("a", size(5), Owner.UNMARKED);
    ApplicablePlan planned = cloud.onboarding().adopt("all").plan(MemoryCloud.cluster());
    cloud.put("a", size(5), Owner.OURS);
    assertThat(planned.apply().succeeded()).isTrue();
  }

  @Test
  void anObjectHalfReplacedByACrashIsNoSurprise() {
    cloud.thing("a", State.builder().fixed("path", "/").build());
    cloud.put("a", State.builder().fixed("path", "/old/").build(), Owner.OURS);
    ApplicablePlan planned = cloud.onboarding().allow("replace").plan(MemoryCloud.cluster());
    cloud.objects.clear();
    assertThat(planned.apply().succeeded()).isTrue();
    assertThat(cloud.objects.get(MemoryCloud.id("a")).json("path")).isEqualTo("/");
  }

  @Test
  void anObjectToBeKeptThatVanishedIsRefused() {
    cloud.plain("a").plain("b");
    cloud.put("a", size(1), Owner.OURS);
    ApplicablePlan planned = cloud.plan();
    cloud.objects.clear();
    refused(planned, "thing/a.owner: was \"OURS\" in the plan, is \"ABSENT\" now");
  }

  @Test
  void whatOthersAddMeanwhileIsNoPremise() {
    State wanted = State.builder().members("grants", Set.of("ours")).build();
    cloud.thing("a", wanted);
    cloud.put("a", wanted, Owner.OURS);
    ApplicablePlan planned = cloud.plan();
    cloud.put("a", State.builder().members("grants", Set.of("ours", "theirs")).build(), Owner.OURS);
    assertThat(planned.apply().succeeded()).isTrue();
  }

  @Test
  void theOutputsOfWhatWasKeptReachTheResult() {
    cloud.plain("a");
    cloud.put("a", size(1), Owner.OURS);
    assertThat(cloud.plan().apply().outputs()).containsEntry("name", "the-a");
  }

  @Test
  void everyPhaseIsAnnounced() {
    cloud.plain("a").plain("b");
    cloud.put("b", size(1), Owner.OURS);
    StringBuilder phases = new StringBuilder();
    cloud
        .onboarding()
        .on(
            OnboardingEvent.PhaseStarted.class,
            phase -> phases.append(phase.origin().phase()).append(phase.total()).append(' '))
        .plan(MemoryCloud.cluster())
        .apply();
    assertThat(phases).hasToString("FACTS2 READ2 FACTS2 PREMISE2 WRITE1 ");
  }

  @Test
  void whatComesAfterARemovedObjectGoesFirst() {
    cloud.plain("a").plain("b", "a").plain("c", "a");
    for (String name : List.of("a", "b", "c")) {
      cloud.put(name, size(1), Owner.OURS);
    }
    assertThat(cloud.onboarding().planRemoval(MemoryCloud.cluster()).plan().changes())
        .extracting(change -> change.id().name() + " after " + change.dependsOn())
        .containsExactly("c after []", "b after []", "a after [thing/b, thing/c]");
  }
}
