package dev.onboard4j.testkit.contract;

/** How hard the attack suites try: within reason, or in full when a build asks for it. */
public final class Attack {
  private static final String VARIABLE = "ONBOARD4J_ATTACK";

  private Attack() {}

  /** Whether the environment variable {@code ONBOARD4J_ATTACK} is {@code full}. */
  public static boolean full() {
    return "full".equals(System.getenv(VARIABLE));
  }

  /** One of two numbers of cases. */
  public static int cases(int withinReason, int inFull) {
    return full() ? inFull : withinReason;
  }

  /** Tells the reader of a build's output which law of a contract was left out, and why. */
  static void leftOut(String contract, String law, String reason) {
    System.out.println("left out: " + law + " of " + contract + ": " + reason);
  }

  /** Tells the reader of a build's output how many cases were tried. */
  public static void tried(String what, int cases) {
    System.out.println("attack: " + what + ": " + cases + " cases");
  }
}
