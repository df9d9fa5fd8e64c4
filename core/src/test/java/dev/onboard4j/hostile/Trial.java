package dev.onboard4j.hostile;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.spi.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One verb in one world, with at most one misbehaviour.
 *
 * @param strike null for a run in which everybody behaves
 */
record Trial(
    House house,
    long seed,
    int largest,
    Verb verb,
    int parallelism,
    Attacker.@Nullable Strike strike) {
  /** Far more than any verb takes: real time, as pauses are virtual. */
  private static final long PATIENCE_MILLIS = 20_000;

  private static final ApiRequest LATE = ApiRequest.of("cloud", "Late");

  /** What a trial ended with. */
  record Verdict(
      List<String> broken, String result, String world, SortedMap<String, Integer> calls) {}

  Verdict run(@Nullable Verdict honest) {
    Attacker attacker = new Attacker(house.forge(), house.extensions(), strike);
    Stage stage = new Stage(seed, largest, attacker);
    before(stage);
    if (seed % 2 == 1) {
      stage.server.lag(1);
    }
    Mode mode = strike == null ? Mode.CALM : strike.mode();
    mode.begin(stage);
    Sight sight = new Sight();
    ListAppender<ILoggingEvent> log = house.log();
    watch(stage, attacker, sight);
    stage.server.over();
    SortedMap<String, Integer> calls = attacker.counts();
    attacker.rest();
    Laws laws = new Laws(stage, sight);
    laws.theVerbReturns();
    if (!sight.returned) {
      // Its requests are in flight for ever: another one would wait for them.
      return new Verdict(laws.broken(), outcomes(sight), "", calls);
    }
    haunt(stage, attacker);
    judge(laws, attacker, stage);
    laws.noSecretIsSeen(log.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    String world = stage.server.world();
    if (honest != null) {
      compare(laws, stage, sight, honest, mode);
    }
    return new Verdict(laws.broken(), outcomes(sight), world, calls);
  }

  private void before(Stage stage) {
    if (verb == Verb.REMOVE) {
      honestly(stage, Verb.APPLY);
    }
    if (verb == Verb.UNDO) {
      stage.breakOne();
    }
  }

  /** Runs the verb on a thread of its own, in a group that shows what it leaves behind. */
  private void watch(Stage stage, Attacker attacker, Sight sight) {
    ThreadGroup group = new QuietGroup();
    Thread caller = new Thread(group, () -> call(stage, attacker, sight), "caller");
    caller.setDaemon(true);
    caller.start();
    try {
      caller.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    sight.returned = !caller.isAlive();
    sight.quiet = becomesQuiet(group);
  }

  /** Threads that have nothing to do any more need a moment to end. */
  private static boolean becomesQuiet(ThreadGroup group) {
    try {
      await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .atMost(Duration.ofSeconds(1))
          .until(() -> group.activeCount() == 0);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  /** A thread of the embedder that dies of a task of the embedder is nothing to print. */
  private static final class QuietGroup extends ThreadGroup {
    QuietGroup() {
      super("trial");
    }

    @Override
    public void uncaughtException(Thread thread, Throwable e) {}
  }

  private void call(Stage stage, Attacker attacker, Sight sight) {
    house.enter(stage);
    stage.calls();
    try {
      Onboarding onboarding =
          stage.onboarding(house.loader(), house.journal(), attacker, parallelism);
      ClusterRef cluster = stage.cluster(attacker);
      attacker.on(new Misbehaviour.Scene(stage, verb, onboarding, cluster));
      verb.run(stage, onboarding, cluster, sight);
    } catch (Throwable e) {
      sight.thrown = e;
    }
    sight.interrupted = Thread.interrupted();
  }

  /** Uses what was handed out for the time of a call when that time is over. */
  private static void haunt(Stage stage, Attacker attacker) {
    for (RequestContext requests : attacker.kept()) {
      try {
        requests.read(LATE, stage.server::asked);
      } catch (Throwable refused) {
        // As it should be.
      }
      try {
        requests.write(LATE, stage.server::asked);
      } catch (Throwable refused) {
        // As it should be.
      }
    }
  }

  private void judge(Laws laws, Attacker attacker, Stage stage) {
    boolean lies = strike != null && strike.lies();
    laws.nothingRawIsThrown();
    laws.eachWriteHasAnOutcome();
    laws.nothingRunsAfterwards();
    laws.eachSessionIsClosedOnce(attacker.closings());
    laws.theEmbeddersClientStaysOpen();
    laws.anInterruptIsKept();
    if (!lies) {
      laws.nothingIsMadeTwice();
      if (strike == null || !strike.misbehaviour().name().endsWith("within")) {
        laws.noRequestFollowsTheWish(parallelism);
      }
      laws.outcomesAreTrue();
      laws.nobodyElsesObjectIsTouched(stage.foreign());
    }
  }

  private void compare(Laws laws, Stage stage, Sight sight, Verdict honest, Mode mode) {
    boolean lies = strike != null && strike.lies();
    boolean harmless =
        mode == Mode.CALM
            && List.of(
                    "changes what it was given",
                    "checks within",
                    "plans within",
                    "behaves",
                    "nests requests")
                .contains(strike == null ? "" : strike.misbehaviour().name());
    if (harmless) {
      laws.theResultIs(honest.result(), outcomes(sight));
    }
    if (!lies && !stage.hasRival() && verb != Verb.UNDO && verb != Verb.LOOK) {
      honestly(stage, verb);
      laws.itGoesOnLater(honest.world(), stage.server.world());
    }
  }

  private static String outcomes(Sight sight) {
    if (sight.result == null) {
      return "thrown " + (sight.thrown == null ? null : sight.thrown.getClass());
    }
    SortedMap<String, String> statuses = new TreeMap<>();
    sight.result.outcomes().forEach((id, outcome) -> statuses.put(id.toString(), outcome.status()));
    return statuses.toString();
  }

  /** The same verb, on the same server, among good people only. */
  private void honestly(Stage stage, Verb what) {
    stage.server.calm();
    Attacker nobody = new Attacker(house.forge(), house.extensions(), null);
    Stage good = stage.among(nobody);
    house.enter(good);
    what.run(
        good,
        good.onboarding(house.loader(), house.journal(), nobody, 1),
        good.cluster(nobody),
        new Sight());
  }
}
