package dev.onboard4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.spi.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each law notices an engine that breaks it. */
final class LawsTest {
  @TempDir private Path folder;
  private House house;
  private Stage stage;
  private final Sight sight = new Sight();

  @BeforeEach
  void applyOnce() {
    house = new House(folder);
    Attacker nobody = new Attacker(house.forge(), house.extensions(), null);
    stage = new Stage(2, 6, nobody);
    house.enter(stage);
    Verb.APPLY.run(
        stage,
        stage.onboarding(house.loader(), house.journal(), nobody, 1),
        stage.cluster(nobody),
        sight);
    sight.returned = true;
    sight.quiet = true;
    stage.server.over();
    assertThat(broken(Laws::theVerbReturns)).isEmpty();
    assertThat(broken(Laws::eachWriteHasAnOutcome)).isEmpty();
    assertThat(broken(Laws::outcomesAreTrue)).isEmpty();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private List<String> broken(Consumer<Laws> law) {
    Laws laws = new Laws(stage, sight);
    law.accept(laws);
    return laws.broken();
  }

  /** A thing that the run wrote. */
  private ResourceId written() {
    return stage.resources.stream()
        .map(Resource::id)
        .filter(id -> result().outcomes().containsKey(id))
        .findFirst()
        .orElseThrow();
  }

  private OnboardingResult result() {
    return Objects.requireNonNull(sight.result);
  }

  private void outcomes(Consumer<Map<ResourceId, Outcome>> change) {
    Map<ResourceId, Outcome> outcomes = new LinkedHashMap<>(result().outcomes());
    change.accept(outcomes);
    OnboardingResult was = result();
    sight.result =
        new OnboardingResult(
            was.run(),
            was.cluster(),
            was.fingerprint(),
            was.actions(),
            outcomes,
            was.resourceOutputs(),
            was.undo(),
            was.warnings());
  }

  @Test
  void aVerbThatDoesNotReturnIsNoticed() {
    sight.returned = false;
    assertThat(broken(Laws::theVerbReturns)).hasSize(1);
  }

  @Test
  void aRawExceptionIsNoticed() {
    sight.thrown = new IllegalStateException();
    assertThat(broken(Laws::nothingRawIsThrown)).hasSize(1);
  }

  @Test
  void aMissingOutcomeIsNoticed() {
    outcomes(all -> all.remove(written()));
    assertThat(broken(Laws::eachWriteHasAnOutcome)).hasSize(1);
  }

  @Test
  void aFailureThatIsNoneIsNoticed() {
    OnboardingException error = OnboardingException.of(Category.CALLER, "no").build();
    outcomes(all -> all.put(written(), new Outcome.Failed(error)));
    assertThat(broken(Laws::outcomesAreTrue)).hasSize(1);
  }

  @Test
  void aSuccessThatIsNoneIsNoticed() {
    stage.server.remove(written());
    assertThat(broken(Laws::outcomesAreTrue)).hasSize(1);
  }

  @Test
  void anUndoThatIsNoneIsNoticed() {
    outcomes(all -> all.put(written(), new Outcome.Undone()));
    assertThat(broken(Laws::outcomesAreTrue)).hasSize(1);
  }

  @Test
  void aLateRequestIsNoticed() {
    assertThat(broken(Laws::nothingRunsAfterwards)).isEmpty();
    stage.server.names();
    assertThat(broken(Laws::nothingRunsAfterwards)).hasSize(1);
  }

  @Test
  void aThreadThatStaysIsNoticed() {
    sight.quiet = false;
    assertThat(broken(Laws::nothingRunsAfterwards)).hasSize(1);
  }

  @Test
  void requestsAfterTheCancellationAreNoticed() {
    stage.cancel();
    stage.server.names();
    assertThat(broken(laws -> laws.noRequestFollowsTheWish(1))).isEmpty();
    stage.server.names();
    stage.server.names();
    assertThat(broken(laws -> laws.noRequestFollowsTheWish(1))).hasSize(1);
  }

  @Test
  void aSecondObjectIsNoticed() {
    assertThat(broken(Laws::nothingIsMadeTwice)).isEmpty();
    stage.server.put(written(), Owner.OURS, State.empty());
    assertThat(broken(Laws::nothingIsMadeTwice)).hasSize(1);
  }

  @Test
  void aTouchedObjectOfOthersIsNoticed() {
    String before = stage.server.foreign();
    assertThat(broken(laws -> laws.nobodyElsesObjectIsTouched(before))).isEmpty();
    stage.server.put(ResourceId.of("thing", "bystander"), Owner.OTHER, State.empty());
    assertThat(broken(laws -> laws.nobodyElsesObjectIsTouched(before))).hasSize(1);
  }

  @Test
  void aSessionThatStaysOpenOrIsClosedTwiceIsNoticed() {
    assertThat(broken(laws -> laws.eachSessionIsClosedOnce(List.of(1, 1)))).isEmpty();
    assertThat(broken(laws -> laws.eachSessionIsClosedOnce(List.of(1, 0)))).hasSize(1);
    assertThat(broken(laws -> laws.eachSessionIsClosedOnce(List.of(2, 1)))).hasSize(1);
  }

  @Test
  void aClosedClientOfTheEmbedderIsNoticed() {
    stage.server.close();
    assertThat(broken(Laws::theEmbeddersClientStaysOpen)).hasSize(1);
  }

  @Test
  void aSecretInAnyTextIsNoticed() {
    assertThat(broken(laws -> laws.noSecretIsSeen(List.of()))).isEmpty();
    assertThat(broken(laws -> laws.noSecretIsSeen(List.of("key " + Stage.SECRET)))).hasSize(1);
    sight.thrown = OnboardingException.of(Category.CALLER, "key " + Stage.SECRET).build();
    assertThat(broken(laws -> laws.noSecretIsSeen(List.of()))).hasSize(1);
  }

  @Test
  void aLostInterruptIsNoticed() {
    assertThat(broken(Laws::anInterruptIsKept)).isEmpty();
    stage.calls();
    stage.interrupts();
    assertThat(broken(Laws::anInterruptIsKept)).hasSize(1);
  }

  /** A handler's context is refused once its run is over. */
  @Test
  void theContextsOfAllCallsAreKeptToBeUsedLate() {
    Attacker attacker = new Attacker(house.forge(), house.extensions(), null);
    Stage other = new Stage(2, 6, attacker);
    house.enter(other);
    Verb.APPLY.run(
        other,
        other.onboarding(house.loader(), house.journal(), attacker, 1),
        other.cluster(attacker),
        new Sight());
    List<Throwable> refused = new ArrayList<>();
    attacker
        .kept()
        .forEach(
            requests -> {
              try {
                requests.read(ApiRequest.of("cloud", "Late"), other.server::asked);
              } catch (OnboardingException e) {
                refused.add(e);
              }
            });
    assertThat(refused).hasSameSizeAs(attacker.kept()).isNotEmpty();
  }
}
