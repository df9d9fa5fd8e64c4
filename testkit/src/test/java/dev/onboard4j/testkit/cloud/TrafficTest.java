package dev.onboard4j.testkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrafficTest {
  private final Traffic traffic = new Traffic(Duration.ZERO);
  private final Counting requests = new Counting();

  private String ask(String name) {
    return traffic.answer(name, requests);
  }

  @Test
  void aFaultStrikesTheNthRequestOfItsNameAndNoOther() {
    traffic.faults().on("iam:CreateRole", 2, Fault.of(Fault.Kind.DENY));
    assertThat(ask("iam:CreateRole")).isEqualTo("done");
    assertThat(ask("iam:DeleteRole")).isEqualTo("done");
    assertThat(ask("iam:CreateRole")).isEqualTo("denied");
    assertThat(ask("iam:CreateRole")).isEqualTo("done");
  }

  @Test
  void aFaultIsCountedFromWhenItWasPlanned() {
    ask("iam:GetRole");
    traffic.faults().on("iam:GetRole", 1, Fault.of(Fault.Kind.DENY));
    assertThat(ask("iam:GetRole")).isEqualTo("denied");
  }

  @Test
  void aFaultForAlwaysStrikesUntilItIsCleared() {
    traffic.faults().always("iam:*", Fault.of(Fault.Kind.DENY));
    assertThat(ask("iam:GetRole")).isEqualTo("denied");
    assertThat(ask("iam:GetRole")).isEqualTo("denied");
    traffic.faults().clear();
    assertThat(ask("iam:GetRole")).isEqualTo("done");
  }

  @ParameterizedTest
  @CsvSource({
    "*, iam:GetRole, denied",
    "iam:*Role, iam:GetRole, denied",
    "IAM:getrole, iam:GetRole, denied",
    "iam:Get, iam:GetRole, done",
    "iam.roles.get, iamXrolesXget, done",
  })
  void aNameIsMatchedWholeAndOnlyAStarStandsForAnything(String match, String name, String reply) {
    traffic.faults().always(match, Fault.of(Fault.Kind.DENY));
    assertThat(ask(name)).isEqualTo(reply);
  }

  @ParameterizedTest
  @CsvSource({
    "throttle, 0, throttled",
    "unavailable, 0, unavailable",
    "deny, 0, denied",
    "reset-before, 0, cut",
    "reset-after, 1, cut",
    "error, 1, failed",
    "truncate, 1, half of done",
    "delay:PT2S, 1, done after PT2S",
    "hide:3, 1, done hidden from 3",
  })
  void everyKindOfFaultHasTheEffectOrHasNot(String fault, int effects, String reply) {
    traffic.faults().on("*", 1, Fault.parse(fault));
    assertThat(ask("any")).isEqualTo(reply);
    assertThat(requests.effects).isEqualTo(effects);
  }

  @Test
  void callsAreKeptInTheirOrderUntilTheyAreForgotten() {
    RecordedCall first = call("CreateRole");
    RecordedCall second = call("GetRole");
    traffic.record(first);
    traffic.record(second);
    assertThat(traffic.calls()).containsExactly(first, second);
    traffic.forgetCalls();
    assertThat(traffic.calls()).isEmpty();
  }

  @Test
  void aCallIsNamedAsThePermissionIs() {
    assertThat(call("CreateRole").name()).isEqualTo("iam:CreateRole");
    assertThat(call("iam.roles.create").name()).isEqualTo("iam.roles.create");
  }

  private static RecordedCall call(String action) {
    return new RecordedCall(Instant.EPOCH, "iam", action, "", "", 200, RecordedCall.Effect.WRITE);
  }

  /** Replies in words. */
  private static final class Counting implements Exchange<String> {
    private int effects;

    @Override
    public String done(int lookups) {
      effects++;
      return lookups == 0 ? "done" : "done hidden from " + lookups;
    }

    @Override
    public String throttled() {
      return "throttled";
    }

    @Override
    public String unavailable() {
      return "unavailable";
    }

    @Override
    public String denied() {
      return "denied";
    }

    @Override
    public String failed() {
      return "failed";
    }

    @Override
    public String cut() {
      return "cut";
    }

    @Override
    public String half(String whole) {
      return "half of " + whole;
    }

    @Override
    public String late(String reply, Duration delay) {
      return reply + " after " + delay;
    }
  }
}
