package dev.onboard4j.micrometer;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OnboardingEvent.Origin;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Measures runs, steps, retries and waits by their events.
 *
 * <p>Thread-safe: the events of one run come one at a time, those of several runs at once.
 */
final class EventMeter implements Consumer<OnboardingEvent> {
  private final Meters meters;
  private final Map<RunKey, Running> running = new ConcurrentHashMap<>();

  EventMeter(Meters meters) {
    this.meters = meters;
  }

  /** The runs in progress; a run that ended leaves nothing behind. */
  int active() {
    return running.size();
  }

  @Override
  public void accept(OnboardingEvent event) {
    if (event instanceof OnboardingEvent.PlanStarted) {
      begin(event.origin(), planning(event.origin()));
    } else if (event instanceof OnboardingEvent.ApplyStarted) {
      begin(event.origin(), event.origin().operation().word());
    } else if (event instanceof OnboardingEvent.StepStarted step) {
      begin(step);
    } else if (event instanceof OnboardingEvent.StepEnded step) {
      end(step);
    } else {
      pauses(event);
      RunOutcome.of(event).ifPresent(outcome -> end(event.origin(), outcome));
    }
  }

  private static String planning(Origin origin) {
    return switch (origin.operation()) {
      case APPLY -> "plan";
      case REMOVE -> "plan-removal";
      case DRIFT -> "drift";
    };
  }

  private void begin(Origin origin, String verb) {
    Running run =
        new Running(verb, meters.start(), meters.activeRuns(origin.cluster(), verb).start());
    Running other = running.put(RunKey.of(origin), run);
    if (other != null) {
      other.active().stop();
    }
  }

  private void end(Origin origin, RunOutcome outcome) {
    Running run = running.remove(RunKey.of(origin));
    if (run != null) {
      run.active().stop();
      run.sample().stop(meters.runs(origin.cluster(), run.verb(), outcome));
    }
  }

  private void begin(OnboardingEvent.StepStarted step) {
    Running run = running.get(RunKey.of(step.origin()));
    if (run != null) {
      run.steps().put(step.id(), meters.start());
    }
  }

  private void end(OnboardingEvent.StepEnded step) {
    Timer timer =
        meters.steps(
            step.origin().cluster(), step.id(), step.action(), RunOutcome.of(step.outcome()));
    Running run = running.get(RunKey.of(step.origin()));
    Timer.Sample sample = run == null ? null : run.steps().remove(step.id());
    if (sample == null) {
      // It was skipped or undone, which has no start.
      timer.record(Duration.ZERO);
    } else {
      sample.stop(timer);
    }
  }

  private void pauses(OnboardingEvent event) {
    URI cluster = event.origin().cluster();
    if (event instanceof OnboardingEvent.Retrying retrying) {
      meters.retries(cluster, retrying.request()).record(retrying.pause());
    } else if (event instanceof OnboardingEvent.Waiting waiting) {
      meters.waits(cluster, waiting.resource()).record(waiting.pause());
    }
  }

  /** The ids of runs may come from the embedder, who may name the runs of two clusters alike. */
  private record RunKey(String run, URI cluster) {
    static RunKey of(Origin origin) {
      return new RunKey(origin.run(), origin.cluster());
    }
  }

  private record Running(
      String verb,
      Timer.Sample sample,
      LongTaskTimer.Sample active,
      Map<ResourceId, Timer.Sample> steps) {
    Running(String verb, Timer.Sample sample, LongTaskTimer.Sample active) {
      this(verb, sample, active, new ConcurrentHashMap<>());
    }
  }
}
