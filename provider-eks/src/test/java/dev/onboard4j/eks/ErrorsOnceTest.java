package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.Attack;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A permanent refusal ends the step at once, and tells the words of AWS once. */
final class ErrorsOnceTest {
  /** The longest wait for a principal that may be new. */
  private static final Duration PRINCIPAL = Duration.ofSeconds(30);

  /**
   * One refusal.
   *
   * @param cause makes AWS refuse
   * @param words the words of AWS
   * @param longest how long the run may wait
   */
  private record Refusal(Consumer<EmbeddedWorld> cause, String words, Duration longest) {
    static Refusal of(Consumer<EmbeddedWorld> cause, String words) {
      return new Refusal(cause, words, Duration.ZERO);
    }
  }

  private static Map<String, Refusal> refusals() {
    Map<String, Refusal> all = new LinkedHashMap<>();
    all.put(
        "a wrong principal",
        new Refusal(
            world -> world.aws().missingPrincipal(EmbeddedWorld.PRINCIPAL),
            "Invalid principal in policy: \"AWS\":\"" + EmbeddedWorld.PRINCIPAL + "\"",
            PRINCIPAL));
    all.put(
        "a quota of attached policies below the default",
        Refusal.of(
            world -> world.aws().attachedPoliciesPerRole(2),
            "Cannot exceed quota for PoliciesPerRole: 2"));
    for (String write : writes()) {
      all.put(
          "a denied " + write,
          Refusal.of(
              world -> world.faults().always(write, Fault.of(Fault.Kind.DENY)),
              "is not authorized to perform: " + write));
    }
    return all;
  }

  private static List<String> writes() {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      return world.calls().stream()
          .filter(call -> call.effect() == RecordedCall.Effect.WRITE)
          .map(RecordedCall::name)
          .distinct()
          .sorted()
          .toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> aPermanentRefusalEndsAtOnceInTheWordsOfAws() {
    Map<String, Refusal> all = refusals();
    Attack.tried("permanent refusals of EKS", all.size());
    return all.entrySet().stream()
        .map(
            refusal ->
                DynamicTest.dynamicTest(refusal.getKey(), () -> endsAtOnce(refusal.getValue())));
  }

  private static void endsAtOnce(Refusal refusal) {
    VirtualTime time = new VirtualTime();
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      Onboarding onboarding = world.onboarding().time(time);
      refusal.cause().accept(world);
      Instant start = time.now();
      List<Outcome> failed =
          onboarding.plan(world.cluster()).attempt().outcomes().values().stream()
              .filter(Outcome.Failed.class::isInstance)
              .toList();
      assertThat(failed).isNotEmpty();
      for (Outcome outcome : failed) {
        String told = ((Outcome.Failed) outcome).error().getMessage();
        assertThat(told.split(Pattern.quote(refusal.words()), -1))
            .as("the words of AWS in: " + told)
            .hasSize(2);
      }
      assertThat(Duration.between(start, time.now()))
          .as("waited")
          .isLessThanOrEqualTo(refusal.longest());
    }
  }

  @Test
  void theLawCatchesAWait() {
    String denied = "is not authorized to perform: iam:CreateRole";
    Refusal waiting =
        Refusal.of(
            world -> {
              world.faults().on("iam:CreatePolicy", 1, Fault.of(Fault.Kind.UNAVAILABLE));
              world.faults().always("iam:CreateRole", Fault.of(Fault.Kind.DENY));
            },
            denied);
    assertThatThrownBy(() -> endsAtOnce(waiting)).hasMessageContaining("waited");
  }

  @Test
  void theLawCatchesOtherWords() {
    Refusal other =
        Refusal.of(
            world -> world.faults().always("iam:CreateRole", Fault.of(Fault.Kind.DENY)),
            "is not authorized to perform: iam:CreatePolicy");
    assertThatThrownBy(() -> endsAtOnce(other)).hasMessageContaining("the words of AWS in");
  }
}
