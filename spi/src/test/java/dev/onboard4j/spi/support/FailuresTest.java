package dev.onboard4j.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  private final Exception failure =
      new IllegalStateException(new UncheckedIOException(new ConnectException("refused")));

  @Test
  void aCauseIsFoundHoweverDeep() {
    assertThat(Failures.has(failure, ConnectException.class)).isTrue();
    assertThat(Failures.has(failure, IOException.class)).isTrue();
    assertThat(Failures.has(failure, IllegalStateException.class)).isTrue();
    assertThat(Failures.has(failure, UnknownHostException.class)).isFalse();
  }

  @Test
  void theRootIsTheInnermostCause() {
    assertThat(Failures.root(failure)).hasMessage("refused");
    assertThat(Failures.root(new IOException("alone"))).hasMessage("alone");
  }
}
