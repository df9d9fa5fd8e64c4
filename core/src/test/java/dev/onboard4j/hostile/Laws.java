package dev.onboard4j.hostile;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What holds whatever happens; each method adds what does not. */
final class Laws {
  private final Stage stage;
  private final Sight sight;
  private final List<String> broken = new ArrayList<>();

  Laws(Stage stage, Sight sight) {
    this.stage = stage;
    this.sight = sight;
  }

  List<String> broken() {
    return List.copyOf(broken);
  }

  private void law(boolean holds, String law, Object seen) {
    if (!holds) {
      broken.add(law + ": " + seen);
    }
  }

  void theVerbReturns() {
    law(sight.returned, "the verb returns", "it did not");
  }

  /** Only exceptions of ours come out. */
  void nothingRawIsThrown() {
    boolean known = sight.thrown == null || sight.thrown instanceof OnboardingException;
    law(known, "nothing raw is thrown", known ? "" : String.valueOf(className(sight.thrown)));
  }

  private static Object className(Object thrown) {
    return thrown.getClass().getName()
        + " at "
        + List.of(((Throwable) thrown).getStackTrace()).stream().limit(12).toList();
  }

  void eachWriteHasAnOutcome() {
    if (sight.plan == null || sight.result == null) {
      return;
    }
    Map<ResourceId, Outcome> outcomes = sight.result.outcomes();
    for (Change change : sight.plan.changes()) {
      law(
          !change.action().writes() || outcomes.get(change.id()) != null,
          "each write has an outcome",
          change.id());
    }
  }

  /** Done means as planned, and Failed means not as planned. */
  void outcomesAreTrue() {
    if (sight.plan == null || sight.result == null) {
      return;
    }
    for (Change change : sight.plan.changes()) {
      Outcome outcome = sight.result.outcomes().get(change.id());
      if (change.id().type().equals("thing") && outcome != null) {
        boolean planned = asPlanned(change);
        law(!(outcome instanceof Outcome.Done) || planned, "done is done", change.id());
        law(
            !(outcome instanceof Outcome.Failed) || !planned || hasRival(change),
            "failed is not done",
            change.id());
        law(
            !(outcome instanceof Outcome.Undone)
                || stage.server.all(change.id()).stream()
                    .noneMatch(one -> one.owner() == Owner.OURS),
            "undone is gone",
            change.id());
      }
    }
  }

  /** The name is not free although our object is gone. */
  private boolean hasRival(Change change) {
    return change.action() == Action.DELETE && stage.server.holds(change.id());
  }

  private boolean asPlanned(Change change) {
    List<Client.Thing> there = stage.server.all(change.id());
    if (change.action() == Action.DELETE) {
      return there.stream().noneMatch(one -> one.owner() == Owner.OURS);
    }
    Resource resource =
        stage.resources.stream().filter(one -> one.id().equals(change.id())).findFirst().get();
    List<String> unknown =
        resource.desired().fields().entrySet().stream()
            .filter(entry -> entry.getValue() instanceof State.Unknown)
            .map(Map.Entry::getKey)
            .toList();
    return there.stream()
        .anyMatch(
            one ->
                one.owner() == Owner.OURS
                    && one.state().fields().keySet().containsAll(unknown)
                    && one.state().covers(resource.desired().without(unknown), resource.retired()));
  }

  void nothingRunsAfterwards() {
    law(sight.quiet, "nothing runs afterwards", "threads are alive");
    law(stage.server.late() == 0, "no request comes late", stage.server.late());
  }

  /** In flight when the wish comes: as many as there may be at once, and one that is nested. */
  void noRequestFollowsTheWish(int parallelism) {
    int after = stage.server.afterTheWish();
    law(after <= parallelism + 1, "no request follows the wish", after + " do");
  }

  void nothingIsMadeTwice() {
    law(stage.server.doubles().isEmpty(), "nothing is made twice", stage.server.doubles());
  }

  void nobodyElsesObjectIsTouched(String before) {
    String after = stage.server.foreign();
    law(after.equals(before), "nobody else's object is touched", before + " became " + after);
  }

  void eachSessionIsClosedOnce(List<Integer> closings) {
    law(closings.stream().allMatch(one -> one == 1), "each session is closed once", closings);
  }

  void theEmbeddersClientStaysOpen() {
    law(stage.server.closed() == 0, "the embedder's client stays open", stage.server.closed());
  }

  /** Neither in what is returned and thrown nor in what is told. */
  void noSecretIsSeen(List<String> logged) {
    List<String> texts = new ArrayList<>(sight.texts);
    texts.addAll(stage.events);
    texts.addAll(logged);
    if (sight.thrown instanceof OnboardingException known) {
      texts.add(known.getMessage() + known.remedy() + known.problems());
    }
    List<String> leaks = texts.stream().filter(text -> text.contains(Stage.SECRET)).toList();
    law(leaks.isEmpty(), "no secret is seen", leaks);
  }

  void anInterruptIsKept() {
    law(
        !stage.interruptsCaller() || sight.interrupted,
        "an interrupt is kept",
        "the flag is not set");
    law(
        stage.interrupted() || !sight.interrupted,
        "an interrupt is not made up",
        "the flag is set");
  }

  /** A later run that meets only good people ends as if nothing had happened. */
  void itGoesOnLater(String goal, String world) {
    law(world.equals(goal), "it goes on later", "wanted " + goal + " but is " + world);
  }

  /** What is not harmful changes nothing. */
  void theResultIs(String expected, String seen) {
    law(expected.equals(seen), "harmless is without effect", expected + " became " + seen);
  }
}
