package dev.onboard4j.testkit.contract;

/** The extent of the attack suites: a part of the cases by default, all of them on request. */
public final class Attack {
  private static final String VARIABLE = "ONBOARD4J_ATTACK";

  private Attack() {}

  /** Whether the environment variable {@code ONBOARD4J_ATTACK} is {@code full}. */
  public static boolean full() {
    return "full".equals(System.getenv(VARIABLE));
  }

  /** The first number, or the second one when all cases are asked for. */
  public static int cases(int withinReason, int inFull) {
    return full() ? inFull : withinReason;
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
