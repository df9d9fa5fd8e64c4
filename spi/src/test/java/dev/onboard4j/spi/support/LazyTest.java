package dev.onboard4j.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LazyTest {
  private final AtomicInteger made = new AtomicInteger();
  private final List<Integer> closed = new ArrayList<>();

  @Test
  void theValueIsMadeOnceAndOnlyWhenItIsAskedFor() {
    Lazy<Integer> lazy = Lazy.of(made::incrementAndGet);
    assertThat(made).hasValue(0);
    assertThat(lazy.get()).isEqualTo(1);
    assertThat(lazy.get()).isEqualTo(1);
  }

  @Test
  void aMakerThatThrewIsAskedAgain() {
    Lazy<Integer> lazy =
        Lazy.of(
            () -> {
              if (made.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
              }
              return made.get();
            });
    assertThatThrownBy(lazy::get).hasMessage("not yet");
    assertThat(lazy.get()).isEqualTo(2);
  }

  @Test
  void whatWasMadeIsClosedAndWhatWasNotIsLeftAlone() {
    Lazy<Integer> used = Lazy.of(made::incrementAndGet, closed::add);
    Lazy<Integer> unused = Lazy.of(made::incrementAndGet, closed::add);
    used.get();
    used.close();
    unused.close();
    assertThat(closed).containsExactly(1);
    assertThat(made).hasValue(1);
  }

  @Test
  void theEmbeddersOwnValueIsUsedAndNotClosed() {
    Lazy<Integer> lazy = Lazy.givenOr(Optional.of(42), made::incrementAndGet, closed::add);
    assertThat(lazy.get()).isEqualTo(42);
    lazy.close();
    assertThat(closed).isEmpty();
    assertThat(made).hasValue(0);
  }
}
