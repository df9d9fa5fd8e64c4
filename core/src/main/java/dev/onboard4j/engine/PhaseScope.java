package dev.onboard4j.engine;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.run.OnboardingEvent;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Shares listings, outputs and creations among the requests of one phase. Thread-safe. */
final class PhaseScope {
  private final OnboardingEvent.Phase phase;
  private final Listings listings = new Listings();
  private final Map<ResourceId, SortedMap<String, String>> outputs = new ConcurrentHashMap<>();
  private final Set<ResourceId> creating = ConcurrentHashMap.newKeySet();
  private final Set<ResourceId> created = ConcurrentHashMap.newKeySet();

  PhaseScope(OnboardingEvent.Phase phase) {
    this.phase = phase;
  }

  OnboardingEvent.Phase phase() {
    return phase;
  }

  void tell(ResourceId resource, SortedMap<String, String> values) {
    outputs.put(resource, values);
  }

  Optional<String> output(ResourceId resource, String name) {
    return Optional.ofNullable(outputs(resource).get(name));
  }

  SortedMap<String, String> outputs(ResourceId resource) {
    return outputs.getOrDefault(resource, new TreeMap<>());
  }

  /** Marks a resource that this run is about to create; other services may not see it yet. */
  void creating(ResourceId resource) {
    creating.add(resource);
  }

  boolean createdInThisRun(ResourceId resource) {
    return creating.contains(resource);
  }

  /** Marks a resource whose creation the API confirmed to this run. */
  void created(ResourceId resource) {
    created.add(resource);
  }

  /** Whether this run created the resource for certain, so that it may remove it again. */
  boolean certainlyCreated(ResourceId resource) {
    return created.contains(resource);
  }

  Listings listings() {
    return listings;
  }
}
