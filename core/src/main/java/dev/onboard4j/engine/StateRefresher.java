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
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Reads the resources of a graph concurrently. */
final class StateRefresher {
  private final RunContext run;

  StateRefresher(RunContext run) {
    this.run = run;
  }

  SortedMap<ResourceId, Observed> read(ResourceGraph graph, OnboardingEvent.Phase phase) {
    run.events().begin(phase, graph.resources().size());
    PhaseScope scope = new PhaseScope(phase);
    List<Resource> resources = List.copyOf(graph.resources());
    List<Supplier<Observed>> reads = new ArrayList<>();
    resources.forEach(resource -> reads.add(() -> counted(resource, scope)));
    List<Observed> found = run.workers().all(reads);
    SortedMap<ResourceId, Observed> byId = new TreeMap<>();
    for (int i = 0; i < found.size(); i++) {
      byId.put(resources.get(i).id(), found.get(i));
    }
    return byId;
  }

  private Observed counted(Resource resource, PhaseScope scope) {
    Observed found = read(resource, scope);
    run.events().advance();
    return found;
  }

  /** Reads one resource; a denied read is an answer, too. */
  Observed read(Resource resource, PhaseScope scope) {
    return read(resource, scope, run.deadline());
  }

  /** Reads one resource within a step's deadline. */
  Observed read(Resource resource, PhaseScope scope, Deadline deadline) {
    try {
      Observed found =
          resource
              .handler()
              .read(resource, new EngineRequestContext(run, scope, resource.id(), deadline));
      return Objects.requireNonNull(found, "the handler returned null");
    } catch (OnboardingException e) {
      if (e.category() == Category.PERMISSION) {
        return Observed.unreadable(denied(e));
      }
      throw e;
    } catch (Throwable e) {
      throw bug(resource, e);
    }
  }

  private static SortedSet<RequiredPermission> denied(OnboardingException e) {
    TreeSet<RequiredPermission> denied = new TreeSet<>(e.missing());
    for (Throwable other : e.getSuppressed()) {
      if (other instanceof OnboardingException also) {
        denied.addAll(also.missing());
      }
    }
    return denied;
  }

  private static OnboardingException bug(Resource resource, Throwable e) {
    Unforeseen.keepInterrupt(e);
    return OnboardingException.of(
            Category.PROVIDER_BUG, "reading failed in an unforeseen way: " + e.getClass().getName())
        .resource(resource.id())
        .remedy("report it to the author of the contributor, with the cause below")
        .cause(e)
        .build();
  }
}
