package dev.onboard4j.engine;

import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** Generated cases: a few, a percentage or all of them, as {@code ONBOARD4J_ATTACK} asks. */
public final class Attack {
  private Attack() {}

  public static int cases(int withinReason, int inFull) {
    String asked = System.getenv("ONBOARD4J_ATTACK");
    if (asked == null || asked.isBlank()) {
      return withinReason;
    }
    int percentage = asked.equals("full") ? 100 : Integer.parseInt(asked);
    return withinReason < inFull
        ? Math.max(withinReason, inFull * percentage / 100)
        : Math.min(withinReason, inFull * 100 / percentage);
  }

  /** One test per seed. */
  public static Stream<DynamicTest> seeds(int count, LongFunction<Executable> test) {
    return LongStream.range(0, count)
        .mapToObj(seed -> DynamicTest.dynamicTest("graph of seed " + seed, test.apply(seed)));
  }

  public static void tried(String what, long cases) {
    System.out.println("attack: " + what + ": " + cases + " cases");
  }
}
