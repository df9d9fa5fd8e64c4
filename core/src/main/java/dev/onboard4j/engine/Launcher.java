package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Starts whole runs, on the executor of the embedder or on a thread each. */
record Launcher(EngineConfig config, Executor executor) {
  static Launcher of(EngineConfig config) {
    Executor given = config.executor();
    return new Launcher(
        config,
        given == null ? task -> TaskExecutor.threads(config).newThread(task).start() : given);
  }

  /** The run with the logging context of this thread, and with the class loader of the run. */
  Runnable inContext(Runnable run) {
    return TaskExecutor.inContext(config, run);
  }

  /**
   * Starts a run.
   *
   * @param afterwards runs after the task of the embedder's decorator, which may have dropped the
   *     run
   * @throws OnboardingException of category CALLER if the executor does not accept it
   */
  void launch(Runnable run, Runnable afterwards) {
    try {
      Runnable decorated = config.taskDecorator().apply(run);
      executor.execute(
          () -> {
            try {
              decorated.run();
            } finally {
              afterwards.run();
            }
          });
    } catch (RejectedExecutionException e) {
      throw OnboardingException.of(Category.CALLER, "the executor did not accept the run: " + e)
          .remedy("give an executor that is not shut down and not full, or call apply()")
          .cause(e)
          .build();
    }
  }
}
