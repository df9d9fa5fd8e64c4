package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads that a run has without an executor. */
@Timeout(60)
final class OwnThreadsTest {
  @Test
  void aFactoryWithoutAThreadLeftEndsNoWait() {
    CountDownLatch ended = new CountDownLatch(1);
    AtomicInteger threads = new AtomicInteger();
    EngineConfig config =
        EngineConfig.of("memory", OwnThreadsTest.class.getClassLoader())
            .with(draft -> draft.threadFactory = task -> TaskExecutorTest.oneOfFour(threads, task));
    try (TaskExecutor executor = new TaskExecutor(config, 1)) {
      for (int i = 0; i < 5; i++) {
        executor.execute(() -> TaskExecutorTest.awaited(ended));
      }
      executor.waitBegins();
      executor.waitEnds();
      assertThat(threads).hasValue(5);
    } finally {
      ended.countDown();
    }
  }

  @Test
  void threadsWithoutATaskEndBeforeTheirRunDoes() {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    EngineConfig config =
        EngineConfig.of("memory", OwnThreadsTest.class.getClassLoader())
            .with(draft -> draft.threadFactory = task -> noted(threads, task));
    try (TaskExecutor executor = new TaskExecutor(config, 2)) {
      for (int i = 0; i < 5; i++) {
        executor.execute(() -> {});
      }
      assertThat(threads).isNotEmpty();
      await().until(() -> threads.stream().noneMatch(Thread::isAlive));
    }
  }

  private static Thread noted(List<Thread> threads, Runnable task) {
    Thread thread = new Thread(task);
    threads.add(thread);
    return thread;
  }
}
