package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Planned;
import dev.onboard4j.eks.DyingHttpClient.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.http.SdkHttpClient;

/** The process dies at every request in turn; running again ends as if it had not. */
final class CrashTest {
  private static final int NEVER = Integer.MAX_VALUE;

  /** Carries one verb out with that HTTP client, saved plan and all. */
  @FunctionalInterface
  private interface Verb {
    void on(EmbeddedWorld world, SdkHttpClient http);
  }

  private static void apply(EmbeddedWorld world, SdkHttpClient http) {
    String saved = world.onboarding().plan(world.cluster()).plan().toJson();
    world.onboarding().parallelism(1).with(SdkHttpClient.class, http).read(saved).attempt();
  }

  private static void remove(EmbeddedWorld world, SdkHttpClient http) {
    Planned removal = world.onboarding().planRemoval(world.cluster());
    world
        .onboarding()
        .parallelism(1)
        .with(SdkHttpClient.class, http)
        .read(removal.plan().toJson())
        .attempt();
  }

  @TestFactory
  Stream<DynamicTest> applyingAgainEndsAsIfNothingHadHappened() {
    return matrix("apply", CrashTest::apply, world -> {});
  }

  @TestFactory
  Stream<DynamicTest> removingAgainEndsAsIfNothingHadHappened() {
    return matrix(
        "remove", CrashTest::remove, world -> world.onboarding().plan(world.cluster()).apply());
  }

  private static Stream<DynamicTest> matrix(
      String name, Verb verb, Consumer<EmbeddedWorld> before) {
    Object goal;
    int requests;
    try (EmbeddedWorld world = EmbeddedWorld.start();
        DyingHttpClient http = new DyingHttpClient(NEVER, Moment.BEFORE)) {
      before.accept(world);
      verb.on(world, http);
      goal = world.state();
      requests = http.sent();
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (int nth = 1; nth <= requests; nth++) {
      for (Moment moment : Moment.values()) {
        int at = nth;
        tests.add(
            DynamicTest.dynamicTest(
                name + " dies at request " + nth + ", " + moment,
                () -> {
                  try (EmbeddedWorld world = EmbeddedWorld.start()) {
                    before.accept(world);
                    dieAt(at, moment, verb, world);
                    runAgain(name, world);
                    assertThat(world.state()).isEqualTo(goal);
                  }
                }));
      }
    }
    System.out.println(
        name
            + ": the process dies at "
            + requests
            + " requests, at 3 moments each: "
            + tests.size()
            + " cases");
    return tests.stream();
  }

  private static void dieAt(int nth, Moment moment, Verb verb, EmbeddedWorld world) {
    try (DyingHttpClient http = new DyingHttpClient(nth, moment)) {
      verb.on(world, http);
    } catch (Throwable death) {
      // What a dying process throws, nobody sees.
      assertThat(death).isNotInstanceOf(AssertionError.class);
    }
  }

  private static void runAgain(String name, EmbeddedWorld world) {
    Planned again =
        name.equals("apply")
            ? world.onboarding().plan(world.cluster())
            : world.onboarding().planRemoval(world.cluster());
    assertThat(again.refusals()).as("nothing is asked of the user").isEmpty();
    assertThat(again.apply().succeeded()).isTrue();
  }
}
