package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Somebody changes the world while a plan is being applied. */
final class ChangeExecutorRaceTest {
  private final MemoryCloud cloud = new MemoryCloud();

  private static State size(int size) {
    return State.builder().known("size", size).build();
  }

  /** Lets somebody do something when the first step has ended. */
  private OnboardingResult meanwhile(boolean removing, Runnable act) {
    Onboarding onboarding =
        cloud
            .onboarding()
            .parallelism(1)
            .allow("replace", "shared")
            .on(
                OnboardingEvent.StepEnded.class,
                step -> {
                  if (cloud.log.size() == 1) {
                    act.run();
                  }
                });
    ApplicablePlan planned =
        removing
            ? onboarding.planRemoval(MemoryCloud.cluster())
            : onboarding.plan(MemoryCloud.cluster());
    return planned.attempt();
  }

  private static String words(OnboardingResult result, String name) {
    Outcome outcome = result.outcomes().get(MemoryCloud.id(name));
    return outcome instanceof Outcome.Failed failed
        ? failed.error().category() + " " + failed.error().getMessage()
        : outcome.status();
  }

  @Test
  void anObjectChangedByOthersMeanwhileIsNotOverwritten() {
    cloud.plain("a").plain("b", "a");
    cloud.put("b", size(5), Owner.OURS);
    OnboardingResult result = meanwhile(false, () -> cloud.put("b", size(7), Owner.OURS));
    assertThat(words(result, "b"))
        .isEqualTo(
            "CONFLICT it changed while the plan was applied: thing/b.size: was 5 in the plan, is 7"
                + " now");
    assertThat(cloud.log).containsExactly("write a");
  }

  @Test
  void anObjectBroughtToItsPlaceByOthersMeanwhileIsDone() {
    cloud.plain("a").plain("b", "a");
    cloud.put("b", size(5), Owner.OURS);
    OnboardingResult result = meanwhile(false, () -> cloud.put("b", size(1), Owner.OURS));
    assertThat(words(result, "b")).isEqualTo("done");
    assertThat(cloud.log).containsExactly("write a");
  }

  @Test
  void anObjectTakenAwayMeanwhileIsGone() {
    cloud.plain("a").plain("b", "a");
    cloud.put("a", size(1), Owner.OURS);
    cloud.put("b", size(1), Owner.OURS);
    OnboardingResult result = meanwhile(true, () -> cloud.objects.remove(MemoryCloud.id("a")));
    assertThat(words(result, "a")).isEqualTo("done");
    assertThat(cloud.log).containsExactly("delete b");
  }

  @Test
  void aSharedObjectThatGotAnotherUserMeanwhileIsKept() {
    cloud.plain("policy").plain("role", "policy");
    cloud.put("policy", size(1), Owner.SHARED);
    cloud.put("role", size(1), Owner.OURS);
    cloud.users.put("policy", Set.of(MemoryCloud.id("role")));
    OnboardingResult result =
        meanwhile(
            true,
            () ->
                cloud.users.put(
                    "policy", Set.of(MemoryCloud.id("role"), MemoryCloud.id("stranger"))));
    assertThat(words(result, "policy"))
        .isEqualTo("CONFLICT it is shared, and by now used by [thing/stranger]: it was kept");
    assertThat(cloud.log).containsExactly("delete role");
  }

  @Test
  void aSharedObjectWhoseUsersAllGoIsRemoved() {
    cloud.plain("policy").plain("role", "policy");
    cloud.put("policy", size(1), Owner.SHARED);
    cloud.put("role", size(1), Owner.OURS);
    cloud.users.put("policy", Set.of(MemoryCloud.id("role")));
    assertThat(words(meanwhile(true, () -> {}), "policy")).isEqualTo("done");
    assertThat(cloud.log).containsExactly("delete role", "delete policy");
  }

  @Test
  void aFieldThatTellsOfAnObjectMadeAnewIsNoSurprise() {
    cloud
        .thing("a", State.builder().fixed("path", "/").build())
        .thing(
            "b",
            State.builder()
                .known("size", 1)
                .value("from", new State.Unknown(MemoryCloud.id("a"), "name", false))
                .build(),
            "a");
    cloud.put("a", State.builder().fixed("path", "/old/").build(), Owner.OURS);
    cloud.put("b", State.builder().known("size", 1).known("from", "the-old").build(), Owner.OURS);
    OnboardingResult result =
        meanwhile(
            false,
            () ->
                cloud.put(
                    "b",
                    State.builder().known("size", 1).known("from", "gone").build(),
                    Owner.OURS));
    assertThat(words(result, "b")).isEqualTo("done");
    assertThat(cloud.objects.get(MemoryCloud.id("b")).json("from")).isEqualTo("the-a");
  }

  @Test
  void aLostReplyAndAStrangerAtTheSameObjectStayUnknown() {
    cloud.plain("a");
    cloud.failOnce.put("write a", MemoryCloud.failure(Category.UNKNOWN_OUTCOME));
    OnboardingResult result =
        cloud
            .onboarding()
            .on(OnboardingEvent.WriteSent.class, write -> cloud.put("a", size(9), Owner.OURS))
            .plan(MemoryCloud.cluster())
            .attempt();
    Outcome outcome = result.outcomes().get(MemoryCloud.id("a"));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            unknown -> {
              assertThat(unknown.error().resource()).contains(MemoryCloud.id("a"));
              assertThat(unknown.error()).hasMessage("planned UNKNOWN_OUTCOME");
            });
    assertThat(cloud.log).containsExactly("write a");
  }

  @Test
  void aReplyLostEveryTimeIsGivenUpAsUnknown() {
    cloud.plain("a");
    FakeTime time = new FakeTime();
    OnboardingResult result =
        cloud
            .onboarding()
            .time(time)
            .on(
                OnboardingEvent.WriteSent.class,
                write ->
                    cloud.failOnce.put("write a", MemoryCloud.failure(Category.UNKNOWN_OUTCOME)))
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(result.outcomes().get(MemoryCloud.id("a"))).isInstanceOf(Outcome.Unknown.class);
    assertThat(cloud.log).hasSize(4);
    assertThat(time.pauses).hasSize(3);
  }

  @Test
  void aReadThatFailsAfterALostReplyLeavesTheOutcomeUnknown() {
    cloud.plain("a");
    cloud.failOnce.put("write a", MemoryCloud.failure(Category.UNKNOWN_OUTCOME));
    OnboardingResult result =
        cloud
            .onboarding()
            .on(
                OnboardingEvent.WriteSent.class,
                write -> cloud.failOnce.put("read a", MemoryCloud.failure(Category.CALLER)))
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(words(result, "a")).isEqualTo("unknown");
    assertThat(((Outcome.Unknown) result.outcomes().get(MemoryCloud.id("a"))).error())
        .hasMessage("planned UNKNOWN_OUTCOME")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("planned CALLER"));
  }

  @Test
  void aReadThatFailsAfterARefusalDoesNotHideTheRefusal() {
    cloud.plain("a");
    cloud.failOnce.put("write a", MemoryCloud.failure(Category.CONFLICT));
    OnboardingResult result =
        cloud
            .onboarding()
            .on(
                OnboardingEvent.WriteSent.class,
                write -> cloud.failOnce.put("read a", MemoryCloud.failure(Category.CALLER)))
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(words(result, "a")).isEqualTo("CONFLICT planned CONFLICT");
    assertThat(((Outcome.Failed) result.outcomes().get(MemoryCloud.id("a"))).error())
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("planned CALLER"));
  }

  @Test
  void aSharedObjectInUseStaysWhenARunIsUndone() {
    cloud.plain("policy").plain("broken", "policy");
    cloud.failOnce.put("write broken", MemoryCloud.failure(Category.CONFLICT));
    cloud.users.put("policy", Set.of(MemoryCloud.id("stranger")));
    OnboardingResult result =
        cloud
            .onboarding()
            .onFailure(OnFailure.UNDO)
            .on(
                OnboardingEvent.StepEnded.class,
                step -> cloud.owners.replaceAll((id, owner) -> Owner.SHARED))
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(words(result, "policy")).isEqualTo("done");
    assertThat(cloud.world()).containsKey("thing/policy");
  }

  @Test
  void whatCannotBeUndoneIsToldAndStays() {
    cloud.plain("a").plain("broken", "a");
    cloud.failOnce.put("write broken", MemoryCloud.failure(Category.CONFLICT));
    StringBuilder notes = new StringBuilder();
    OnboardingResult result =
        cloud
            .onboarding()
            .onFailure(OnFailure.UNDO)
            .on(OnboardingEvent.Note.class, note -> notes.append(note.words()))
            .on(
                OnboardingEvent.StepEnded.class,
                step -> cloud.failOnce.put("write a", MemoryCloud.failure(Category.CONFLICT)))
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(words(result, "a")).isEqualTo("done");
    assertThat(notes).hasToString("thing/a stays: planned CONFLICT");
    assertThat(result.outputs()).containsEntry("name", "the-a");
  }

  @Test
  void theOutputsOfWhatWasUndoneAreNotTold() {
    cloud.plain("a").plain("broken", "a");
    cloud.failOnce.put("write broken", MemoryCloud.failure(Category.CONFLICT));
    StringBuilder ends = new StringBuilder();
    OnboardingResult result =
        cloud
            .onboarding()
            .onFailure(OnFailure.UNDO)
            .on(
                OnboardingEvent.StepEnded.class,
                step -> ends.append(step.action()).append(' ').append(step.outcome().status()))
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(result.outputs()).isEmpty();
    assertThat(ends).hasToString("CREATE doneCREATE failedDELETE undone");
  }
}
