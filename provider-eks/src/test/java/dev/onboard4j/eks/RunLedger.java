package dev.onboard4j.eks;

import dev.onboard4j.model.Operation;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.run.OnboardingEvent;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Hears the events of all runs of one {@code Onboarding} and finds those that contradict each
 * other. Of a run that has ended it keeps the id and the cluster, so that its memory is bounded.
 */
final class RunLedger {
  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private final Map<String, URI> ended = new ConcurrentHashMap<>();
  private final Queue<String> findings = new ConcurrentLinkedQueue<>();
  private final AtomicLong events = new AtomicLong();
  private final AtomicInteger steps = new AtomicInteger();

  /** A run between its first and its last event. */
  private static final class Open {
    private final URI cluster;
    private final Set<ResourceId> started = new HashSet<>();
    private final Set<ResourceId> stepped = new HashSet<>();
    private int done;

    Open(URI cluster) {
      this.cluster = cluster;
    }
  }

  /** Called by one thread of a run at a time, and by all runs at once. */
  void hear(OnboardingEvent event) {
    events.incrementAndGet();
    String run = event.origin().run();
    if (event instanceof OnboardingEvent.PlanStarted
        || event instanceof OnboardingEvent.ApplyStarted) {
      check(!ended.containsKey(run), event, "begins after its end");
      check(open.put(run, new Open(event.origin().cluster())) == null, event, "begins twice");
    }
    Open one = open.get(run);
    check(one != null, event, "comes before the first or after the last event of its run");
    if (one != null) {
      check(one.cluster.equals(event.origin().cluster()), event, "is of another cluster");
      check(event.origin().operation() == Operation.APPLY, event, "is of another operation");
      hear(one, event);
    }
  }

  private void hear(Open one, OnboardingEvent event) {
    if (event instanceof OnboardingEvent.PhaseStarted) {
      one.done = 0;
    } else if (event instanceof OnboardingEvent.Progressed progress) {
      check(progress.done() == ++one.done, event, "counts " + progress.done());
      check(progress.done() <= progress.total(), event, "counts past the total");
    } else if (event instanceof OnboardingEvent.StepStarted step) {
      check(one.started.add(step.id()), event, "starts a step twice");
    } else if (event instanceof OnboardingEvent.StepEnded step) {
      check(one.started.contains(step.id()), event, "ends a step that did not start");
      check(one.stepped.add(step.id()), event, "ends a step twice");
      steps.incrementAndGet();
    } else if (event instanceof OnboardingEvent.PlanEnded plan) {
      check(plan.plan().cluster().equals(one.cluster), event, "has the plan of another cluster");
      end(event);
    } else if (event instanceof OnboardingEvent.ApplyEnded apply) {
      check(apply.result().run().equals(event.origin().run()), event, "has another run's result");
      check(apply.result().outcomes().keySet().equals(one.stepped), event, "misses a step");
      end(event);
    } else if (event instanceof OnboardingEvent.PlanFailed
        || event instanceof OnboardingEvent.ApplyRefused) {
      end(event);
    }
  }

  private void end(OnboardingEvent event) {
    String run = event.origin().run();
    open.remove(run);
    ended.put(run, event.origin().cluster());
  }

  private void check(boolean holds, OnboardingEvent event, String what) {
    if (!holds) {
      findings.add(event.getClass().getSimpleName() + " of " + event.origin() + " " + what);
    }
  }

  /** What is wrong with the events so far. */
  List<String> findings() {
    open.keySet().forEach(run -> findings.add("run " + run + " has no last event"));
    return List.copyOf(findings);
  }

  /** The clusters with their number of runs. */
  Map<URI, Long> runs() {
    return ended.values().stream()
        .collect(Collectors.groupingBy(cluster -> cluster, Collectors.counting()));
  }

  /** Whose run that was. */
  boolean isOf(String run, URI cluster) {
    return cluster.equals(ended.get(run));
  }

  long events() {
    return events.get();
  }

  int steps() {
    return steps.get();
  }
}
