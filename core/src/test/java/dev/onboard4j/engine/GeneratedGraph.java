package dev.onboard4j.engine;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Resources that depend on each other in a way drawn from a seed, and a world in which some are
 * there: as they should be, changed, half-made, unmarked, with members of others.
 */
final class GeneratedGraph {
  private static final int LARGEST = 16;

  final PiecemealCloud cloud = new PiecemealCloud();
  final List<Resource> resources = new ArrayList<>();
  private final Random random;

  private GeneratedGraph(long seed) {
    random = new Random(seed);
  }

  /** In a world where nothing is there yet. */
  static GeneratedGraph empty(long seed) {
    GeneratedGraph graph = new GeneratedGraph(seed);
    graph.declare();
    return graph;
  }

  /** In a world where some of it, in some form, is there. */
  static GeneratedGraph populated(long seed) {
    GeneratedGraph graph = empty(seed);
    graph.resources.forEach(graph::populate);
    return graph;
  }

  private void declare() {
    int size = 1 + random.nextInt(LARGEST);
    for (int i = 0; i < size; i++) {
      List<ResourceId> upstream =
          resources.stream().map(Resource::id).filter(id -> random.nextInt(3) == 0).toList();
      State.Builder desired = State.builder().known("size", random.nextInt(3));
      if (random.nextBoolean()) {
        desired.fixed("place", random.nextInt(2));
      }
      if (random.nextBoolean()) {
        desired.members("grants", items("ours", 1 + random.nextInt(3)));
      }
      if (!upstream.isEmpty() && random.nextBoolean()) {
        desired.value("uses", new State.Unknown(upstream.get(0), "name", random.nextBoolean()));
      }
      Resource resource =
          Resource.of(
                  ResourceId.of("thing", "n" + (char) ('a' + i)),
                  ResourceKind.ROLE,
                  desired.build(),
                  cloud)
              .dependingOn(upstream.toArray(ResourceId[]::new));
      resources.add(
          random.nextInt(3) == 0
              ? resource.retiring(State.builder().members("grants", items("old", 2)).build())
              : resource);
    }
  }

  private static List<String> items(String name, int count) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(name + i);
    }
    return items;
  }

  private void populate(Resource resource) {
    if (random.nextBoolean()) {
      return;
    }
    State.Builder state = State.builder().known("size", random.nextInt(3));
    if (resource.desired().field("place") != null) {
      state.fixed("place", random.nextInt(2));
    }
    if (resource.desired().field("grants") != null) {
      TreeSet<String> grants = new TreeSet<>(items("theirs", random.nextInt(3)));
      grants.addAll(items("ours", random.nextInt(2)));
      grants.addAll(items("old", random.nextInt(2)));
      state.members("grants", grants);
    }
    // What is marked as ours may be replaced with consent; what is not must not be.
    boolean replaceable = resource.desired().field("place") == null;
    boolean unmarked =
        replaceable && resource.desired().field("uses") == null && random.nextInt(3) == 0;
    cloud.put(resource.id(), unmarked ? Owner.UNMARKED : Owner.OURS, state.build());
  }

  Onboarding onboarding() {
    MemoryCloud carrier = new MemoryCloud();
    carrier.resources.addAll(resources);
    return Onboarding.forProvider("memory")
        .with(MemoryCloud.class, carrier)
        .adopt("all")
        .allow("replace", "foreign-attachments")
        .time(new FakeTime());
  }

  ApplicablePlan plan() {
    return onboarding().plan(MemoryCloud.cluster());
  }

  ApplicablePlan plan(UnaryOperator<Onboarding> more) {
    return more.apply(onboarding()).plan(MemoryCloud.cluster());
  }

  ApplicablePlan planRemoval() {
    return onboarding().planRemoval(MemoryCloud.cluster());
  }
}
