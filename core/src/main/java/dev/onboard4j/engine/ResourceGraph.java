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

/** The resources in an order in which each comes after what it needs; ties go by id. */
final class ResourceGraph {
  private final Map<ResourceId, Resource> ordered;

  private ResourceGraph(Map<ResourceId, Resource> ordered) {
    this.ordered = ordered;
  }

  /** Checks the declaration: unique ids, known predecessors, no cycle. */
  static ResourceGraph of(Collection<Resource> resources) {
    SortedMap<ResourceId, Resource> byId = new TreeMap<>();
    for (Resource resource : resources) {
      if (byId.put(resource.id(), resource) != null) {
        throw bug(resource.id() + " is declared twice");
      }
    }
    byId.replaceAll((id, resource) -> withDeclaredOptions(resource, byId.keySet()));
    byId.values().forEach(resource -> checkPredecessors(resource, byId));
    return new ResourceGraph(sorted(byId));
  }

  /** Of the optional dependencies those that anything declares. */
  private static Resource withDeclaredOptions(Resource resource, Set<ResourceId> declared) {
    return resource.dependingOn(
        resource.dependsOnIfDeclared().stream()
            .filter(declared::contains)
            .toArray(ResourceId[]::new));
  }

  private static void checkPredecessors(Resource resource, Map<ResourceId, Resource> byId) {
    for (ResourceId upstream : resource.dependsOn()) {
      if (!byId.containsKey(upstream)) {
        throw bug(resource.id() + " comes after " + upstream + ", which nobody declares");
      }
    }
    resource
        .desired()
        .fields()
        .forEach(
            (field, value) -> {
              if (value instanceof State.Unknown unknown
                  && !resource.dependsOn().contains(unknown.from())) {
                throw bug(
                    resource.id()
                        + "."
                        + field
                        + " takes its value from "
                        + unknown.from()
                        + " but does not come after it");
              }
            });
  }

  private static Map<ResourceId, Resource> sorted(Map<ResourceId, Resource> byId) {
    Map<ResourceId, Integer> waitingFor = new TreeMap<>();
    Map<ResourceId, List<ResourceId>> downstream = new TreeMap<>();
    TreeSet<ResourceId> ready = new TreeSet<>();
    byId.values()
        .forEach(
            resource -> {
              waitingFor.put(resource.id(), resource.dependsOn().size());
              resource
                  .dependsOn()
                  .forEach(
                      up ->
                          downstream
                              .computeIfAbsent(up, x -> new ArrayList<>())
                              .add(resource.id()));
              if (resource.dependsOn().isEmpty()) {
                ready.add(resource.id());
              }
            });
    Map<ResourceId, Resource> order = new LinkedHashMap<>();
    while (!ready.isEmpty()) {
      ResourceId next = ready.first();
      ready.remove(next);
      order.put(next, Objects.requireNonNull(byId.get(next)));
      for (ResourceId down : downstream.getOrDefault(next, List.of())) {
        if (waitingFor.merge(down, -1, Integer::sum) == 0) {
          ready.add(down);
        }
      }
    }
    if (order.size() < byId.size()) {
      byId.keySet().removeAll(order.keySet());
      throw bug("the resources wait for each other: " + cycle(byId));
    }
    return order;
  }

  /** Every one left waits for another one left, so walking backwards must come round. */
  private static String cycle(Map<ResourceId, Resource> left) {
    List<ResourceId> path = new ArrayList<>();
    ResourceId at = left.keySet().iterator().next();
    while (!path.contains(at)) {
      path.add(at);
      at =
          Objects.requireNonNull(left.get(at)).dependsOn().stream()
              .filter(left::containsKey)
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("a resource that waits for nobody"));
    }
    List<ResourceId> loop = new ArrayList<>(path.subList(path.indexOf(at), path.size()));
    loop.add(at);
    return loop.stream().map(ResourceId::toString).collect(Collectors.joining(" after "));
  }

  private static OnboardingException bug(String what) {
    return OnboardingException.of(Category.PROVIDER_BUG, what)
        .remedy("report it to the author of the contributor that declares it")
        .build();
  }

  /** In order, predecessors first. */
  Collection<Resource> resources() {
    return ordered.values();
  }

  Map<ResourceId, Resource> byId() {
    return ordered;
  }
}
