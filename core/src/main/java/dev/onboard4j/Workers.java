package dev.onboard4j;

import dev.onboard4j.model.OnboardingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs tasks side by side and limits the requests in flight, not the threads: a task that waits for
 * others holds no permit, so nothing can lock up.
 */
final class Workers implements AutoCloseable {
  private final int parallelism;
  private final Semaphore requests;
  private final ExecutorService pool;

  Workers(int parallelism) {
    this.parallelism = parallelism;
    requests = new Semaphore(parallelism);
    AtomicInteger number = new AtomicInteger();
    pool =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "onboard4j-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Whether everything happens strictly in order, on the caller's thread. */
  boolean sequential() {
    return parallelism == 1;
  }

  /** Where the steps of a graph run. */
  Executor executor() {
    return sequential() ? Runnable::run : pool;
  }

  /** Sends one request, when there is room for it. */
  <T> T request(Supplier<T> request) {
    requests.acquireUninterruptibly();
    try {
      return request.get();
    } finally {
      requests.release();
    }
  }

  /** All results in order; when some tasks fail, the first failure, carrying the others. */
  <T> List<T> all(List<? extends Supplier<? extends T>> tasks) {
    List<CompletableFuture<T>> running = new ArrayList<>();
    for (Supplier<? extends T> task : tasks) {
      running.add(CompletableFuture.supplyAsync(task::get, executor()));
    }
    List<T> results = new ArrayList<>();
    List<RuntimeException> failures = new ArrayList<>();
    for (CompletableFuture<T> one : running) {
      try {
        results.add(one.join());
      } catch (CompletionException e) {
        failures.add(unwrapped(e));
      }
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.get(0);
      failures.stream().skip(1).filter(e -> e != first).forEach(first::addSuppressed);
      throw first;
    }
    return results;
  }

  private static RuntimeException unwrapped(CompletionException e) {
    if (e.getCause() instanceof RuntimeException cause) {
      return cause;
    }
    return OnboardingException.of(
            OnboardingException.Category.PROVIDER_BUG, "a task died: " + e.getCause())
        .cause(e.getCause())
        .build();
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
