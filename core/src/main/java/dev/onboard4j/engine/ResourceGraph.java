package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Orders the resources so that each follows its dependencies; ties are resolved by id. */
final class ResourceGraph {
  private final Map<ResourceId, Resource> ordered;

  private ResourceGraph(Map<ResourceId, Resource> ordered) {
    this.ordered = ordered;
  }

  /** Checks the declaration: unique ids, declared dependencies, no cycle. */
  static ResourceGraph of(Collection<Resource> resources) {
    SortedMap<ResourceId, Resource> byId = new TreeMap<>();
    for (Resource resource : resources) {
      if (byId.put(resource.id(), resource) != null) {
        throw bug(resource.id() + " is declared twice");
      }
    }
    byId.replaceAll((id, resource) -> withDeclaredOptions(resource, byId.keySet()));
    byId.values().forEach(resource -> checkDependencies(resource, byId));
    return new ResourceGraph(sorted(byId));
  }

  /** Adds the optional dependencies that are declared. */
  private static Resource withDeclaredOptions(Resource resource, Set<ResourceId> declared) {
    return resource.dependingOn(
        resource.dependsOnIfDeclared().stream()
            .filter(declared::contains)
            .toArray(ResourceId[]::new));
  }

  private static void checkDependencies(Resource resource, Map<ResourceId, Resource> byId) {
    for (ResourceId upstream : resource.dependsOn()) {
      if (!byId.containsKey(upstream)) {
        throw bug(resource.id() + " depends on " + upstream + ", which is not declared");
      }
    }
    resource.desired().fields().forEach((field, value) -> checkOrigin(resource, field, value));
  }

  private static void checkOrigin(Resource resource, String field, State.Value value) {
    if (value instanceof State.Unknown unknown && !resource.dependsOn().contains(unknown.from())) {
      throw bug(
          resource.id()
              + "."
              + field
              + " takes its value from "
              + unknown.from()
              + " but does not depend on it");
    }
  }

  private static Map<ResourceId, Resource> sorted(Map<ResourceId, Resource> byId) {
    Map<ResourceId, Integer> openDependencies = new TreeMap<>();
    byId.forEach((id, resource) -> openDependencies.put(id, resource.dependsOn().size()));
    Map<ResourceId, List<ResourceId>> downstream = downstream(byId);
    TreeSet<ResourceId> ready = new TreeSet<>(byId.keySet());
    ready.removeIf(id -> Objects.requireNonNull(openDependencies.get(id)) > 0);
    Map<ResourceId, Resource> order = new LinkedHashMap<>();
    while (!ready.isEmpty()) {
      ResourceId next = Objects.requireNonNull(ready.pollFirst());
      order.put(next, Objects.requireNonNull(byId.get(next)));
      downstream.getOrDefault(next, List.of()).stream()
          .filter(down -> openDependencies.merge(down, -1, Integer::sum) == 0)
          .forEach(ready::add);
    }
    checkComplete(byId, order);
    return order;
  }

  private static Map<ResourceId, List<ResourceId>> downstream(Map<ResourceId, Resource> byId) {
    Map<ResourceId, List<ResourceId>> downstream = new TreeMap<>();
    for (Resource resource : byId.values()) {
      for (ResourceId upstream : resource.dependsOn()) {
        downstream.computeIfAbsent(upstream, id -> new ArrayList<>()).add(resource.id());
      }
    }
    return downstream;
  }

  private static void checkComplete(
      Map<ResourceId, Resource> byId, Map<ResourceId, Resource> order) {
    if (order.size() < byId.size()) {
      byId.keySet().removeAll(order.keySet());
      throw bug("the resources wait for each other: " + cycle(byId));
    }
  }

  /** Each remaining resource depends on another one, so following dependencies ends in a cycle. */
  private static String cycle(Map<ResourceId, Resource> left) {
    List<ResourceId> path = new ArrayList<>();
    ResourceId at = left.keySet().iterator().next();
    while (!path.contains(at)) {
      path.add(at);
      at = firstUpstream(Objects.requireNonNull(left.get(at)), left.keySet());
    }
    List<ResourceId> loop = new ArrayList<>(path.subList(path.indexOf(at), path.size()));
    loop.add(at);
    return loop.stream().map(ResourceId::toString).collect(Collectors.joining(" after "));
  }

  private static ResourceId firstUpstream(Resource resource, Set<ResourceId> left) {
    return resource.dependsOn().stream()
        .filter(left::contains)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a resource without open dependencies"));
  }

  private static OnboardingException bug(String what) {
    return OnboardingException.of(Category.PROVIDER_BUG, what)
        .remedy("report it to the author of the contributor that declares it")
        .build();
  }

  /** All resources, dependencies first. */
  Collection<Resource> resources() {
    return ordered.values();
  }

  Map<ResourceId, Resource> byId() {
    return ordered;
  }
}
