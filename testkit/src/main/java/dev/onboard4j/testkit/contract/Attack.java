package dev.onboard4j.testkit.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The extent of the attack suites: a part of the cases by default, more or all of them on request.
 *
 * <p>The environment variable {@code ONBOARD4J_ATTACK} is {@code full}, or a percentage such as
 * {@code 25}: that share of all cases, but never fewer than by default.
 */
public final class Attack {
  private static final String VARIABLE = "ONBOARD4J_ATTACK";
  private static final String SEED = "ONBOARD4J_SEED";
  private static final int WITHIN_REASON = 60;
  private static final int ALL = 100;

  private Attack() {}

  /** How many of a hundred cases the environment asks for: 0 by default, 100 in full. */
  private static int percentage() {
    String asked = System.getenv(VARIABLE);
    if (asked == null || asked.isBlank()) {
      return 0;
    }
    return asked.equals("full") ? ALL : Integer.parseInt(asked);
  }

  /**
   * The first number by default and the second one in full, where either may be the larger one: a
   * number of cases grows with the extent, a distance between cases shrinks.
   */
  public static int cases(int withinReason, int inFull) {
    return between(percentage(), withinReason, inFull);
  }

  static int between(int percentage, int withinReason, int inFull) {
    if (percentage == 0) {
      return withinReason;
    }
    return withinReason < inFull
        ? Math.max(withinReason, inFull * percentage / ALL)
        : Math.min(withinReason, inFull * ALL / percentage);
  }

  /**
   * Sixty of the cases, or the share that is asked for, but at most that many, drawn from a seed.
   *
   * <p>It prints how many cases it returns, and the seed if these are not all. The environment
   * variable {@code ONBOARD4J_SEED} sets another seed.
   */
  public static <T> List<T> sample(String what, List<T> all, int atMost) {
    int count = Math.min(atMost, cases(Math.min(WITHIN_REASON, all.size()), all.size()));
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
