package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.run.Cancellation;
import org.junit.jupiter.api.Test;

final class DocumentLocksTest {
  private final DocumentLocks locks = new DocumentLocks();
  private final Cancellation cancellation = new Cancellation();
  private final Deadline deadline = new Deadline(new FakeTime(), cancellation, "run", null);

  @Test
  void aLockExistsAsLongAsSomebodyEdits() {
    int within = locks.exclusive("a", deadline, () -> locks.exclusive("b", deadline, locks::inUse));
    assertThat(within).isEqualTo(2);
    assertThat(locks.inUse()).isZero();
  }

  @Test
  void anEditorThatFailsLeavesNoLock() {
    assertThatThrownBy(
        () ->
            locks.exclusive(
                "a",
                deadline,
                () -> {
                  throw new IllegalStateException();
                }));
    assertThat(locks.inUse()).isZero();
  }

  @Test
  void oneWhoDoesNotGetTheTurnLeavesNoLock() {
    cancellation.cancel();
    assertThatThrownBy(() -> locks.exclusive("a", deadline, () -> "never"));
    assertThat(locks.inUse()).isZero();
  }
}
