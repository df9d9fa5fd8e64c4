package dev.onboard4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.testkit.Lifeline.Moment;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LifelineTest {
  private static final OutgoingRequest ANY =
      new OutgoingRequest(
          "run",
          URI.create("any://account/here/prod"),
          null,
          ApiRequest.of("any", "Any"),
          OutgoingRequest.Effect.WRITE,
          1);

  private int effects;

  private int send(Lifeline life) {
    return life.send(ANY, () -> ++effects);
  }

  @ParameterizedTest
  @CsvSource({"BEFORE, 1", "AFTER_EFFECT, 2"})
  void theLastRequestHasItsEffectOrNotAndNoReply(Moment moment, int had) {
    Lifeline life = Lifeline.endingAt(2, moment);
    assertThat(send(life)).isEqualTo(1);
    assertThatThrownBy(() -> send(life)).isInstanceOf(Lifeline.Died.class);
    assertThat(effects).isEqualTo(had);
  }

  @Test
  void theLastReplyArrivesWhenItEndsAfterwards() {
    Lifeline life = Lifeline.endingAt(2, Moment.AFTER_REPLY);
    send(life);
    assertThat(send(life)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"BEFORE", "AFTER_EFFECT", "AFTER_REPLY"})
  void nothingReachesTheCloudAfterwards(Moment moment) {
    Lifeline life = Lifeline.endingAt(1, moment);
    try {
      send(life);
    } catch (Lifeline.Died death) {
      assertThat(moment).isNotEqualTo(Moment.AFTER_REPLY);
    }
    int before = effects;
    assertThatThrownBy(() -> send(life)).isInstanceOf(Lifeline.Died.class);
    assertThat(effects).isEqualTo(before);
    assertThat(life.sent()).isEqualTo(1);
  }

  @Test
  void anEndlessOneCounts() {
    Lifeline life = Lifeline.endless();
    send(life);
    send(life);
    assertThat(life.sent()).isEqualTo(2);
  }
}
