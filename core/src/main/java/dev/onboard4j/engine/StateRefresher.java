package dev.onboard4j.engine;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Reads all resources of a graph side by side. */
final class StateRefresher {
  private final RunContext run;

  StateRefresher(RunContext run) {
    this.run = run;
  }

  SortedMap<ResourceId, Observed> read(ResourceGraph graph, OnboardingEvent.Phase phase) {
    run.events().tell(new OnboardingEvent.PhaseStarted(phase, graph.resources().size()));
    PhaseScope scope = new PhaseScope(phase);
    List<Resource> resources = List.copyOf(graph.resources());
    List<Supplier<Observed>> reads = new ArrayList<>();
    resources.forEach(resource -> reads.add(() -> read(resource, scope)));
    List<Observed> found = run.workers().eachResource(reads);
    SortedMap<ResourceId, Observed> byId = new TreeMap<>();
    for (int i = 0; i < found.size(); i++) {
      byId.put(resources.get(i).id(), found.get(i));
    }
    return byId;
  }

  /** Reads one resource; a denied read is an answer, too. */
  Observed read(Resource resource, PhaseScope scope) {
    try {
      return resource.handler().read(resource, new EngineRequestContext(run, scope, resource.id()));
    } catch (OnboardingException e) {
      if (e.category() == Category.PERMISSION) {
        TreeSet<RequiredPermission> denied = new TreeSet<>(e.missing());
        for (Throwable other : e.getSuppressed()) {
          if (other instanceof OnboardingException also) {
            denied.addAll(also.missing());
          }
        }
        return Observed.unreadable(denied);
      }
      throw e;
    }
  }
}
