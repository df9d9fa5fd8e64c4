package dev.onboard4j.testkit.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The extent of the attack suites: a part of the cases by default, all of them on request. */
public final class Attack {
  private static final String VARIABLE = "ONBOARD4J_ATTACK";
  private static final String SEED = "ONBOARD4J_SEED";

  private Attack() {}

  /** Whether the environment variable {@code ONBOARD4J_ATTACK} is {@code full}. */
  public static boolean full() {
    return "full".equals(System.getenv(VARIABLE));
  }

  /** The first number, or the second one when all cases are asked for. */
  public static int cases(int withinReason, int inFull) {
    return full() ? inFull : withinReason;
  }

  /**
   * At most that many of the cases, drawn from a seed.
   *
   * <p>It prints how many cases it returns, and the seed if these are not all. The environment
   * variable {@code ONBOARD4J_SEED} sets another seed.
   */
  public static <T> List<T> sample(String what, List<T> all, int count) {
    if (all.size() <= count) {
      tried(what, all.size());
      return List.copyOf(all);
    }
    String given = System.getenv(SEED);
    long seed = given == null ? 1 : Long.parseLong(given);
    List<Integer> order = new ArrayList<>(IntStream.range(0, all.size()).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    System.out.printf("attack: %s: %d of %d cases, seed %d%n", what, count, all.size(), seed);
    return order.subList(0, count).stream().sorted().map(all::get).toList();
  }

  /** Prints which law of a contract was left out, and why. */
  static void leftOut(String contract, String law, String reason) {
    System.out.println("left out: " + law + " of " + contract + ": " + reason);
  }

  /** Prints how many cases were tried. */
  public static void tried(String what, int cases) {
    System.out.println("attack: " + what + ": " + cases + " cases");
  }
}
