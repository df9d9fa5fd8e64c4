package dev.onboard4j.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.spi.SessionContext;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MarkedDescriptionTest {
  private static final TreeMap<String, String> MARKS =
      new TreeMap<>(
          Map.of(SessionContext.CLUSTER_MARK, "cloud://42/here/prod", "onboard4j:key", "7"));

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "text (in brackets)", "two\nlines", "(onboard4j: no)"})
  void aDescriptionReadsBackWithItsMarks(String text) {
    MarkedDescription marked = new MarkedDescription(text, MARKS);
    assertThat(MarkedDescription.of(marked.full()).marks())
        .containsEntry(SessionContext.CLUSTER_MARK, "cloud://42/here/prod");
    assertThat(MarkedDescription.of(marked.full()).text()).isEqualTo(text);
  }

  @Test
  void aDescriptionOfAPersonHasNoMarks() {
    MarkedDescription marked = MarkedDescription.of("made by hand (2024)");
    assertThat(marked.text()).isEqualTo("made by hand (2024)");
    assertThat(marked.marks()).isEmpty();
  }
}
