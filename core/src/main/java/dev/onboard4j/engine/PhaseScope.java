package dev.onboard4j.engine;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.run.OnboardingEvent;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What the calls of one phase share: listings, outputs, and what this run made. */
final class PhaseScope {
  private final OnboardingEvent.Phase phase;
  private final Listings listings = new Listings();
  private final Map<ResourceId, SortedMap<String, String>> outputs = new ConcurrentHashMap<>();
  private final Set<ResourceId> made = ConcurrentHashMap.newKeySet();

  PhaseScope(OnboardingEvent.Phase phase) {
    this.phase = phase;
  }

  OnboardingEvent.Phase phase() {
    return phase;
  }

  void tell(ResourceId resource, SortedMap<String, String> told) {
    outputs.put(resource, told);
  }

  Optional<String> output(ResourceId resource, String name) {
    return Optional.ofNullable(outputs(resource).get(name));
  }

  SortedMap<String, String> outputs(ResourceId resource) {
    return outputs.getOrDefault(resource, new TreeMap<>());
  }

  void made(ResourceId resource) {
    made.add(resource);
  }

  boolean createdInThisRun(ResourceId resource) {
    return made.contains(resource);
  }

  Listings listings() {
    return listings;
  }
}
