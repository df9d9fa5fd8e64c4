package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.Attack;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/** Tests that a late reply counts as lost and that no write is repeated. */
final class SlowReplyTest {
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration SLOW = Duration.ofMillis(1200);

  @TestFactory
  Stream<DynamicTest> aWriteAnsweredTooLateIsNotRepeated() {
    Object goal;
    List<RecordedCall> calls;
    int planned;
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      var plan = world.onboarding().plan(world.cluster());
      planned = world.calls().size();
      plan.apply();
      goal = world.state();
      calls = world.calls();
    }
    List<RecordedCall> all = calls;
    List<String> written = names(calls);
    List<Integer> writes =
        IntStream.range(planned, all.size())
            .filter(i -> all.get(i).effect() == RecordedCall.Effect.WRITE)
            .boxed()
            .toList();
    Attack.tried("slow replies to a write", writes.size());
    return writes.stream()
        .map(
            i ->
                DynamicTest.dynamicTest(
                    all.get(i).name() + ", request " + i,
                    () -> slow(i - planned + 1, goal, written)));
  }

  private static List<String> names(List<RecordedCall> calls) {
    return calls.stream()
        .filter(call -> call.effect() == RecordedCall.Effect.WRITE)
        .map(RecordedCall::name)
        .sorted()
        .toList();
  }

  private static void slow(int nth, Object goal, List<String> writes) {
    try (EmbeddedWorld world = EmbeddedWorld.start();
        SdkHttpClient impatient = Apache5HttpClient.builder().socketTimeout(PATIENCE).build()) {
      Onboarding onboarding = world.onboarding().parallelism(1);
      var plan = onboarding.with(SdkHttpClient.class, impatient).plan(world.cluster());
      world.aws().faults().on("*", nth, Fault.delay(SLOW));
      assertThat(plan.attempt().succeeded()).isTrue();
      assertThat(world.state()).isEqualTo(goal);
      assertThat(names(world.calls())).isEqualTo(writes);
    }
  }
}
