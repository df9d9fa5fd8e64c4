package dev.onboard4j.engine;

import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** Generated cases: a few within reason, all of them when {@code ONBOARD4J_ATTACK} is full. */
public final class Attack {
  private Attack() {}

  public static int cases(int withinReason, int inFull) {
    return "full".equals(System.getenv("ONBOARD4J_ATTACK")) ? inFull : withinReason;
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
