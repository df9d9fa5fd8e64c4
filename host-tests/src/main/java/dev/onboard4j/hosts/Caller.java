package dev.onboard4j.hosts;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;

/** The thread that calls the library. */
public enum Caller {
  /** The thread that runs the program. */
  MAIN {
    @Override
    void start(Runnable task) {
      task.run();
    }
  },

  /** A thread of the common pool, whose context class loader is always the system's. */
  COMMON_POOL {
    @Override
    void start(Runnable task) {
      ForkJoinPool.commonPool().execute(task);
    }
  },

  /** A thread without a context class loader, as native code attaches one. */
  NO_LOADER {
    @Override
    void start(Runnable task) {
      Thread thread = new Thread(task, "no-loader");
      thread.setContextClassLoader(null);
      thread.start();
    }
  },

  /** A virtual thread, on JDK 21 and later. */
  VIRTUAL {
    @Override
    void start(Runnable task) {
      try {
        startVirtualThread().invoke(null, task);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("virtual threads need JDK 21", e);
      }
    }
  };

  abstract void start(Runnable task);

  /** The callers that this JDK has. */
  public static List<Caller> available() {
    return Arrays.stream(values()).filter(one -> one != VIRTUAL || hasVirtual()).toList();
  }

  private static boolean hasVirtual() {
    return Runtime.version().feature() >= 21;
  }

  /** By reflection, because this is compiled for JDK 17. */
  private static Method startVirtualThread() throws NoSuchMethodException {
    return Thread.class.getMethod("startVirtualThread", Runnable.class);
  }

  /** Runs the task on such a thread, and returns its result or throws its failure. */
  <T> T call(Supplier<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    start(
        () -> {
          try {
            result.complete(task.get());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    return result.join();
  }
}
