package dev.onboard4j.architecture;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A list of offenders shrinks and never grows. */
final class OffendersTest {
  @Test
  void theListedOnesPass() {
    assertThatCode(() -> Offenders.check("rule", List.of("a", "b"), List.of("b", "a")))
        .doesNotThrowAnyException();
  }

  @Test
  void oneThatIsNotListedFails() {
    assertThatCode(() -> Offenders.check("rule", List.of("a", "b"), List.of("a")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("rule", "b");
  }

  @Test
  void aListedOneThatOffendsNoLongerFails() {
    assertThatCode(() -> Offenders.check("rule", List.of("a"), List.of("a", "b")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("take it off the list");
  }
}
