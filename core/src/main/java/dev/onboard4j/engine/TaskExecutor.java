package dev.onboard4j.engine;

import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Executes the tasks of one run: on the executor of the embedder, or on threads of its own.
 *
 * <p>A task sees the logging context (MDC) of the thread that submits it, and the class loader of
 * the run. A thread of its own that waits is replaced by another one for that time, up to a limit.
 */
final class TaskExecutor implements Executor, AutoCloseable {
  /** More threads than requests, as some threads read replies or prepare requests. */
  private static final int THREADS_PER_REQUEST = 4;

  private static final int MOST_THREADS = 256;

  /** A run that waits for minutes keeps no idle threads. */
  private static final int IDLE_SECONDS = 1;

  private final EngineConfig config;
  private final Executor executor;
  private final @Nullable ThreadPoolExecutor own;
  private final int size;

  private final Queue<QueuedTask> submitted = new ConcurrentLinkedQueue<>();
  private int waiting;

  /** Threads start on first use. */
  TaskExecutor(EngineConfig config, int parallelism) {
    this.config = config;
    size = Math.min(MOST_THREADS, THREADS_PER_REQUEST * parallelism);
    Executor given = config.executor();
    own = given == null ? pool(threads(config)) : null;
    executor = given == null ? Objects.requireNonNull(own) : given;
  }

  private ThreadPoolExecutor pool(ThreadFactory threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            size,
            MOST_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** The threads of one run or of one start. */
  static ThreadFactory threads(EngineConfig config) {
    if (config.threadFactory() != null) {
      return config.threadFactory();
    }
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "onboard4j-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Submits a task that its submitter runs itself when nobody else does. */
  @Override
  public void execute(Runnable task) {
    QueuedTask queued = new QueuedTask(inContext(config, task));
    submitted.add(queued);
    try {
      executor.execute(config.taskDecorator().apply(queued));
    } catch (Throwable e) {
      // Shut down, full, or without a thread left: the submitter runs the task.
      Unforeseen.keepInterrupt(e);
      Events.LOG.debug("a task was not accepted: {}", e.getClass().getName());
    }
  }

  /** The task with the logging context of this thread, and with the class loader of the run. */
  static Runnable inContext(EngineConfig config, Runnable task) {
    Map<String, String> context = MDC.getCopyOfContextMap();
    return () -> {
      Thread thread = Thread.currentThread();
      ClassLoader loader = thread.getContextClassLoader();
      Map<String, String> before = MDC.getCopyOfContextMap();
      thread.setContextClassLoader(config.loader());
      setContext(context);
      try {
        task.run();
      } finally {
        setContext(before);
        thread.setContextClassLoader(loader);
      }
    };
  }

  private static void setContext(@Nullable Map<String, String> context) {
    if (context == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(context);
    }
  }

  /** Says that a task begins to wait for something that is not a task. */
  void waitBegins() {
    resize(1);
  }

  /** Says that a wait ended. */
  void waitEnds() {
    resize(-1);
  }

  private synchronized void resize(int change) {
    if (own != null) {
      waiting += change;
      try {
        own.setCorePoolSize(Math.min(MOST_THREADS, size + waiting));
      } catch (Throwable e) {
        // The factory of the embedder has no thread left: there is one thread less meanwhile.
        Unforeseen.keepInterrupt(e);
      }
    }
  }

  @Override
  public void close() {
    submitted.forEach(QueuedTask::drop);
    if (own != null) {
      own.shutdown();
    }
  }
}
