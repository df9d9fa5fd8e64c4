package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs tasks concurrently and limits the requests in flight.
 *
 * <p>A task that waits for other tasks holds no permit. The tasks of whole resources share a fixed
 * number of threads and never wait for each other. The parts of one resource's work never queue: a
 * part without a free thread runs on the thread that waits for it, so nested parts cannot deadlock.
 */
final class Workers implements AutoCloseable {
  /** More threads than requests, as some threads wait for an effect. */
  private static final int THREADS_PER_REQUEST = 4;

  private final int parallelism;
  private final Holdings holdings;
  private final Runnable onInterrupt;
  private final Semaphore requests;
  private final ExecutorService resources;
  private final ExecutorService parts;

  /**
   * Creates the threads' pools; threads start on first use.
   *
   * @param onInterrupt called when a thread is interrupted while it waits for tasks
   */
  Workers(int parallelism, Holdings holdings, Runnable onInterrupt) {
    this.parallelism = parallelism;
    this.holdings = holdings;
    this.onInterrupt = onInterrupt;
    requests = new Semaphore(parallelism);
    ThreadFactory threads = threads();
    int limit = (int) Math.min(Integer.MAX_VALUE, (long) THREADS_PER_REQUEST * parallelism);
    resources = Executors.newFixedThreadPool(limit, threads);
    parts =
        new ThreadPoolExecutor(
            0,
            limit,
            1,
            TimeUnit.MINUTES,
            new SynchronousQueue<>(),
            threads,
            (task, saturated) -> task.run());
  }

  private static ThreadFactory threads() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "onboard4j-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Whether all work happens in order, on the caller's thread. */
  boolean sequential() {
    return parallelism == 1;
  }

  /** Runs the tasks of whole resources. */
  Executor resources() {
    return sequential() ? Runnable::run : resources;
  }

  /** Sends one request when there is room for it. */
  <T> T request(Deadline deadline, Supplier<T> request) {
    deadline.acquire(requests::tryAcquire, "the next request");
    try {
      return request.get();
    } finally {
      requests.release();
    }
  }

  /** Runs one task per resource; returns all results in order, or throws the first failure. */
  <T> List<T> eachResource(List<? extends Supplier<? extends T>> tasks) {
    return all(tasks, resources());
  }

  /**
   * Runs parts of one resource's work; returns all results in order, or throws the first failure.
   */
  <T> List<T> parts(List<? extends Supplier<? extends T>> tasks) {
    return all(tasks, sequential() ? Runnable::run : parts);
  }

  private <T> List<T> all(List<? extends Supplier<? extends T>> tasks, Executor executor) {
    List<CompletableFuture<T>> running = new ArrayList<>();
    for (Supplier<? extends T> task : tasks) {
      running.add(started(holdings.inherited(task), executor));
    }
    List<T> results = new ArrayList<>();
    List<RuntimeException> failures = new ArrayList<>();
    for (CompletableFuture<T> task : running) {
      try {
        results.add(join(task));
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw first(failures);
    }
    return results;
  }

  /** As supplyAsync, which has no end when the text of an exception cannot be made. */
  private static <T> CompletableFuture<T> started(Supplier<T> task, Executor executor) {
    CompletableFuture<T> ended = new CompletableFuture<>();
    executor.execute(
        () -> {
          try {
            ended.complete(task.get());
          } catch (Throwable e) {
            ended.completeExceptionally(e);
          }
        });
    return ended;
  }

  private static RuntimeException first(List<RuntimeException> failures) {
    RuntimeException first = failures.get(0);
    failures.stream().skip(1).filter(e -> e != first).forEach(first::addSuppressed);
    return first;
  }

  /** Waits until the task has ended; an interrupt stops the run, which then ends the task. */
  <T> T join(CompletableFuture<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
          onInterrupt.run();
        }
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException cause) {
      return cause;
    }
    Throwable death = e.getCause() == null ? e : e.getCause();
    Unforeseen.keepInterrupt(death);
    return OnboardingException.of(
            OnboardingException.Category.PROVIDER_BUG, "a task died: " + death.getClass().getName())
        .cause(death)
        .build();
  }

  @Override
  public void close() {
    resources.shutdown();
    parts.shutdown();
  }
}
