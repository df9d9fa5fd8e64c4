package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs tasks side by side and limits the requests in flight: a task that waits for others holds no
 * permit, so nothing can lock up.
 *
 * <p>The tasks of whole resources share a fixed number of threads, however large the graph; they
 * never wait for each other. What a resource does side by side gets threads of its own, as it is
 * waited for.
 */
final class Workers implements AutoCloseable {
  /** More threads than requests, as some of them wait for an effect to show. */
  private static final int THREADS_PER_REQUEST = 4;

  private final int parallelism;
  private final Semaphore requests;
  private final ExecutorService resources;
  private final ExecutorService parts;

  Workers(int parallelism) {
    this.parallelism = parallelism;
    requests = new Semaphore(parallelism);
    AtomicInteger number = new AtomicInteger();
    ThreadFactory threads =
        task -> {
          Thread thread = new Thread(task, "onboard4j-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    resources = Executors.newFixedThreadPool(THREADS_PER_REQUEST * parallelism, threads);
    parts = Executors.newCachedThreadPool(threads);
  }

  /** Whether everything happens strictly in order, on the caller's thread. */
  boolean sequential() {
    return parallelism == 1;
  }

  /** Where the tasks of whole resources run. */
  Executor resources() {
    return sequential() ? Runnable::run : resources;
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

  /** One task for each resource; all results in order, or the first failure with the others. */
  <T> List<T> eachResource(List<? extends Supplier<? extends T>> tasks) {
    return all(tasks, resources());
  }

  /**
   * The parts of one resource's work; all results in order, or the first failure with the others.
   */
  <T> List<T> parts(List<? extends Supplier<? extends T>> tasks) {
    return all(tasks, sequential() ? Runnable::run : parts);
  }

  private static <T> List<T> all(List<? extends Supplier<? extends T>> tasks, Executor executor) {
    List<CompletableFuture<T>> running = new ArrayList<>();
    for (Supplier<? extends T> task : tasks) {
      running.add(CompletableFuture.supplyAsync(task::get, executor));
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
    resources.shutdown();
    parts.shutdown();
  }
}
