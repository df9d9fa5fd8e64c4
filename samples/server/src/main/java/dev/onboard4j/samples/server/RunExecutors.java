package dev.onboard4j.samples.server;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.autoconfigure.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The threads of all runs of all tenants. */
@Configuration(proxyBeanMethods = false)
class RunExecutors {
  private static final String PREFIX = "onboard4j-";
  private static final int THREADS = 64;
  private static final int WAITING = 10_000;

  /** A virtual thread for each task, on JDK 21 and later. */
  @Bean
  @ConditionalOnThreading(Threading.VIRTUAL)
  AsyncTaskExecutor virtualRuns() {
    return new VirtualThreadTaskExecutor(PREFIX);
  }

  /** A bounded pool; a task that it refuses is run by the thread that submits it. */
  @Bean(destroyMethod = "shutdown")
  @ConditionalOnThreading(Threading.PLATFORM)
  ExecutorService pooledRuns() {
    CustomizableThreadFactory threads = new CustomizableThreadFactory(PREFIX);
    threads.setDaemon(true);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(WAITING), threads);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
