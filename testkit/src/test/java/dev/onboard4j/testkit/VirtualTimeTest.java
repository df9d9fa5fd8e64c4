package dev.onboard4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class VirtualTimeTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final VirtualTime time = new VirtualTime();

  @Test
  void nothingButAPauseMovesIt() {
    assertThat(time.now()).isEqualTo(BEGIN).isEqualTo(time.now());
  }

  @Test
  @Timeout(5)
  void aPauseMovesItOnAndTakesNoTime() throws InterruptedException {
    time.pause(Duration.ofHours(1));
    time.pause(Duration.ofMinutes(1));
    assertThat(time.now()).isEqualTo(BEGIN.plus(Duration.ofMinutes(61)));
  }
}
