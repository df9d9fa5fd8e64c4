package dev.onboard4j.testkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FaultTest {
  @ParameterizedTest
  @EnumSource(
      value = Fault.Kind.class,
      names = {"DELAY", "HIDE"},
      mode = EnumSource.Mode.EXCLUDE)
  void aKindIsReadByItsNameInLowerCase(Fault.Kind kind) {
    String text = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    assertThat(Fault.parse(text)).isEqualTo(Fault.of(kind));
  }

  @Test
  void aParameterFollowsAColon() {
    assertThat(Fault.parse("delay:PT2S")).isEqualTo(Fault.delay(Duration.ofSeconds(2)));
    assertThat(Fault.parse("hide:3")).isEqualTo(Fault.hide(3));
  }

  @Test
  void anythingElseIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Fault.parse("explode"));
    assertThatIllegalArgumentException().isThrownBy(() -> Fault.parse("hide:many"));
    assertThatIllegalArgumentException().isThrownBy(() -> Fault.parse("hide"));
    assertThatIllegalArgumentException().isThrownBy(() -> Fault.parse("delay:soon"));
  }
}
