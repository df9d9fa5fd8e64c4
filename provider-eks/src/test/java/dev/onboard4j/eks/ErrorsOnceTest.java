package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.Attack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;

/** A permanent refusal ends the step at once, and tells the words of AWS once. */
final class ErrorsOnceTest {
  @TempDir private Path folder;

  /** A step that got further before its refusal is tried again, after a short pause. */
  private static final Duration AGAIN = Duration.ofSeconds(2);

  /** The longest wait for a principal that may be new. */
  private static final Duration PRINCIPAL = Duration.ofSeconds(30);

  /**
   * One refusal.
   *
   * @param cause makes AWS refuse
   * @param words the words of AWS
   * @param longest how long the run may wait
   * @param blueprint a blueprint of its own, or the empty string
   */
  private record Refusal(
      Consumer<EmbeddedWorld> cause, String words, Duration longest, String blueprint) {
    static Refusal of(Consumer<EmbeddedWorld> cause, String words) {
      return new Refusal(cause, words, Duration.ZERO, "");
    }
  }

  private Map<String, Refusal> refusals() throws IOException {
    Map<String, Refusal> all = new LinkedHashMap<>();
    all.put(
        "a policy of AWS that does not exist",
        new Refusal(
            world -> {},
            "Policy arn:aws:iam::aws:policy/AmazonEKS_CNI_Polcy does not exist",
            AGAIN,
            blueprint("AmazonEKS_CNI_Policy", "AmazonEKS_CNI_Polcy")));
    all.put(
        "a wrong principal",
        new Refusal(
            world -> world.aws().missingPrincipal(EmbeddedWorld.PRINCIPAL),
            "Invalid principal in policy: \"AWS\":\"" + EmbeddedWorld.PRINCIPAL + "\"",
            PRINCIPAL,
            ""));
    all.put(
        "a quota of attached policies below the default",
        new Refusal(
            world -> world.aws().attachedPoliciesPerRole(2),
            "Cannot exceed quota for PoliciesPerRole: 2",
            AGAIN,
            ""));
    for (String write : writes()) {
      all.put(
          "a denied " + write,
          Refusal.of(
              world -> world.faults().always(write, Fault.of(Fault.Kind.DENY)),
              "is not authorized to perform: " + write));
    }
    return all;
  }

  /** The file of a blueprint with another text. */
  private String blueprint(String text, String other) throws IOException {
    try (InputStream current =
        ErrorsOnceTest.class.getResourceAsStream("/dev/onboard4j/castai/current.json")) {
      Path file = folder.resolve("blueprint.json");
      Files.writeString(
          file, new String(current.readAllBytes(), StandardCharsets.UTF_8).replace(text, other));
      return file.toString();
    }
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
  Stream<DynamicTest> aPermanentRefusalEndsAtOnceInTheWordsOfAws() throws IOException {
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
      Onboarding onboarding =
          refusal.blueprint().isEmpty()
              ? world.onboarding().time(time)
              : world.onboarding().time(time).blueprint(Path.of(refusal.blueprint()));
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
