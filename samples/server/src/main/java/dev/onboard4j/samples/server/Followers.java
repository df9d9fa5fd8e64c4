package dev.onboard4j.samples.server;

import org.springframework.boot.autoconfigure.thread.Threading;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.web.servlet.config.annotation.AsyncSupportConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The threads of those who follow events: they wait, and hold no thread of the web server. */
@Configuration(proxyBeanMethods = false)
class Followers implements WebMvcConfigurer {
  private static final String PREFIX = "follower-";

  /** One more follower is refused, where there are no virtual threads. */
  private static final int MOST = 200;

  private final AsyncTaskExecutor threads;

  Followers(Environment environment) {
    threads =
        Threading.VIRTUAL.isActive(environment) ? new VirtualThreadTaskExecutor(PREFIX) : pool();
  }

  private static ThreadPoolTaskExecutor pool() {
    ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
    pool.setThreadNamePrefix(PREFIX);
    pool.setDaemon(true);
    pool.setCorePoolSize(0);
    pool.setMaxPoolSize(MOST);
    pool.setQueueCapacity(0);
    pool.initialize();
    return pool;
  }

  @Override
  public void configureAsyncSupport(AsyncSupportConfigurer async) {
    // A run may last for hours.
    async.setTaskExecutor(threads).setDefaultTimeout(-1);
  }
}
