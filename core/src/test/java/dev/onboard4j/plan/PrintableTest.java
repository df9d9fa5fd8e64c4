package dev.onboard4j.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrintableTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "role/prod", "größe 😀 日本"})
  void whatCanBeSeenStaysAsItIs(String text) {
    assertThat(Printable.of(text)).isEqualTo(text);
  }

  @Test
  void whatCannotBeSeenIsShownByItsNumberAndTheRestStays() {
    assertThat(Printable.of("a\u001b[2Kb\nc\u202e\u2028\u2029😀\ud800"))
        .isEqualTo("a\\u001b[2Kb\\u000ac\\u202e\\u2028\\u2029😀\\ud800");
  }
}
