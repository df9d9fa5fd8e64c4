package dev.onboard4j.samples.benchmark;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import java.time.Duration;
import java.util.List;

/** Measures how close planning and applying generated graphs come to their bound. */
final class GraphCost {
  private static final int PARALLEL = 64;
  private static final Duration LATENCY = Duration.ofMillis(50);
  private static final int LARGEST = 5000;
  private static final List<Shape> SHAPES =
      List.of(
          Shape.chain(10),
          Shape.chain(100),
          Shape.chain(200),
          Shape.fan(10),
          Shape.fan(100),
          Shape.fan(LARGEST),
          Shape.layers(100),
          Shape.layers(1000),
          Shape.layers(LARGEST));
  private static final double SHORT = 0.5;

  private GraphCost() {}

  /** Prints the table, and whether each row is close enough to its bound. */
  static void print() {
    // Loads the classes and lets the JVM compile them.
    for (int i = 0; i < 20; i++) {
      measured(Shape.layers(500), Duration.ZERO);
    }
    System.out.printf(
        "generated graphs, %d ms a request, %d in parallel%n", LATENCY.toMillis(), PARALLEL);
    System.out.printf(
        "%-16s %9s %8s %8s %8s %8s%n",
        "graph", "resources", "plan s", "x bound", "apply s", "x bound");
    boolean near = true;
    for (Shape shape : SHAPES) {
      near &= measured(shape, LATENCY).near(shape);
    }
    overhead(Shape.layers(LARGEST));
    System.out.printf(
        near
            ? "all within %s x the bound, except for graphs that are too short to be judged%n"
            : "NOT within %s x the bound: is the machine busy?%n",
        Benchmark.WITHIN);
  }

  private static Onboarding onboarding(GraphCloud cloud) {
    return Onboarding.forProvider("graph").parallelism(PARALLEL).with(GraphCloud.class, cloud);
  }

  private static Row measured(Shape shape, Duration latency) {
    GraphCloud cloud = new GraphCloud(shape, latency);
    long start = System.nanoTime();
    ApplicablePlan planned = onboarding(cloud).plan(new GraphProvider.GraphCluster("any"));
    long planEnd = System.nanoTime();
    int planCalls = cloud.calls();
    planned.apply();
    return new Row(
        planCalls,
        cloud.calls() - planCalls,
        seconds(planEnd - start),
        seconds(System.nanoTime() - planEnd));
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  /** Prints the time and memory of the engine itself, without latency. */
  private static void overhead(Shape shape) {
    measured(shape, Duration.ZERO);
    Row row = measured(shape, Duration.ZERO);
    GraphCloud cloud = new GraphCloud(shape, Duration.ZERO);
    long before = used();
    ApplicablePlan planned = onboarding(cloud).plan(new GraphProvider.GraphCluster("any"));
    long held = used() - before;
    System.out.printf(
        "%s without latency: %.0f us a resource to plan, %.0f us a step to apply, "
            + "%d bytes a resource held by a plan of %d changes%n",
        shape.name(),
        row.plan / shape.size() * 1e6,
        row.apply / shape.size() * 1e6,
        held / shape.size(),
        planned.plan().changes().size());
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** The times of one graph. */
  private record Row(int planCalls, int applyCalls, double plan, double apply) {
    boolean near(Shape shape) {
      double planBound = bound(1, planCalls);
      // One round of reads for the stale-plan check, then the writes in order.
      double applyBound =
          bound(1, shape.size()) + bound(shape.longest(), applyCalls - shape.size());
      System.out.printf(
          "%-16s %9d %8.2f %8.2f %8.2f %8.2f%n",
          shape.name(), shape.size(), plan, plan / planBound, apply, apply / applyBound);
      // In a short run its fixed cost dominates, so the factor means nothing.
      return (planBound <= SHORT || plan / planBound <= Benchmark.WITHIN)
          && (applyBound <= SHORT || apply / applyBound <= Benchmark.WITHIN);
    }

    private static double bound(int chain, int calls) {
      return Math.max(chain, Math.ceil((double) calls / PARALLEL)) * LATENCY.toMillis() / 1000.0;
    }
  }
}
