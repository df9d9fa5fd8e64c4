package dev.onboard4j.samples.benchmark;

/**
 * Prints what the engine costs: how deep the work on one cluster of each cloud is, how close the
 * engine comes to the bound on generated graphs, and whether a small JVM onboards a thousand
 * clusters.
 *
 * <p>Takes the latency of that part in milliseconds as its argument; 200 without one. Reports a
 * graph that took more than {@value #WITHIN} times the bound, which also happens on a busy machine;
 * exits with 1 only when a cluster failed.
 */
public final class Benchmark {
  static final double WITHIN = 1.15;

  private Benchmark() {}

  /** Runs it. */
  public static void main(String[] arguments) {
    GraphCost.print();
    System.out.println();
    CloudDepth.print(arguments.length > 0 ? Long.parseLong(arguments[0]) : 200);
    System.out.println();
    boolean all = Fleet.print();
    System.exit(all ? 0 : 1);
  }
}
