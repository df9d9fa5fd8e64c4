package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks concurrently and limits the requests in flight.
 *
 * <p>The thread that waits for tasks runs those itself that no other thread has begun, so nested
 * tasks cannot deadlock, whatever the executor does. A task that waits for other tasks holds no
 * permit.
 */
final class Workers {
  private final boolean sequential;
  private final Holdings holdings;
  private final Runnable onInterrupt;
  private final Semaphore requests;
  private final TaskExecutor executor;

  /** Calls {@code onInterrupt} when a thread is interrupted while it waits for tasks. */
  Workers(int parallelism, Holdings holdings, TaskExecutor executor, Runnable onInterrupt) {
    this.sequential = parallelism == 1;
    this.holdings = holdings;
    this.executor = executor;
    this.onInterrupt = onInterrupt;
    requests = new Semaphore(parallelism);
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

  /** Submits a task that its submitter can do without; with parallelism 1 it is not run. */
  void offer(Runnable task) {
    if (!sequential) {
      executor.execute(task);
    }
  }

  /** Runs the tasks; returns all results in order, or throws the first failure. */
  <T> List<T> all(List<? extends Supplier<? extends T>> work) {
    List<Task<T>> tasks = new ArrayList<>();
    work.forEach(one -> tasks.add(new Task<>(holdings.<T>inherited(one))));
    // The first one is for this thread.
    tasks.stream().skip(1).forEach(this::offer);
    tasks.forEach(Task::run);
    return results(tasks);
  }

  private <T> List<T> results(List<Task<T>> tasks) {
    List<T> results = new ArrayList<>();
    List<RuntimeException> failures = new ArrayList<>();
    for (Task<T> task : tasks) {
      try {
        results.add(awaited(task.ended::get));
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw first(failures);
    }
    return results;
  }

  private static RuntimeException first(List<RuntimeException> failures) {
    RuntimeException first = failures.get(0);
    failures.stream().skip(1).filter(e -> e != first).forEach(first::addSuppressed);
    return first;
  }

  /** Takes the next element; an interrupt stops the run, which then ends the wait. */
  <T> T taken(BlockingQueue<T> queue) {
    return awaited(queue::take);
  }

  private <T> T awaited(Wait<T> wait) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.end();
        } catch (InterruptedException e) {
          interrupted = true;
          onInterrupt.run();
        } catch (ExecutionException e) {
          throw unwrapped(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits until something has happened. */
  @FunctionalInterface
  private interface Wait<T> {
    T end() throws InterruptedException, ExecutionException;
  }

  private static RuntimeException unwrapped(@Nullable Throwable e) {
    if (e instanceof RuntimeException known) {
      return known;
    }
    Throwable death = e == null ? new IllegalStateException() : e;
    Unforeseen.keepInterrupt(death);
    return OnboardingException.of(
            OnboardingException.Category.PROVIDER_BUG, "a task died: " + death.getClass().getName())
        .cause(death)
        .build();
  }

  /** Runs its work once, by whichever thread comes first. */
  private static final class Task<T> implements Runnable {
    private final Supplier<T> work;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<T> ended = new CompletableFuture<>();

    Task(Supplier<T> work) {
      this.work = work;
    }

    @Override
    public void run() {
      if (begun.compareAndSet(false, true)) {
        try {
          ended.complete(work.get());
        } catch (Throwable e) {
          ended.completeExceptionally(e);
        }
      }
    }
  }
}
