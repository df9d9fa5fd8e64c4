package dev.onboard4j.hostile;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.onboard4j.spi.BlueprintSource;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Contributor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What all trials share: the class path, on which each one finds its own services. */
final class House implements AutoCloseable {
  private static final InheritableThreadLocal<@Nullable Stage> CURRENT =
      new InheritableThreadLocal<>();

  private final Forge forge = new Forge();
  private final Extensions extensions = new Extensions();
  private final Path journal;
  private final ClassLoader loader;
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.onboard4j");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  House(Path folder) {
    journal = folder.resolve("journal");
    loader =
        forge.services(
            folder,
            Map.of(
                ClusterProvider.class, Contributor.class,
                Contributor.class, Contributor.class,
                BlueprintSource.class, BlueprintSource.class),
            (self, method, args) -> served(self, method, args));
    log.start();
    logger.setLevel(Level.TRACE);
    logger.addAppender(log);
  }

  private @Nullable Object served(Object self, Method method, Object @Nullable [] args)
      throws Throwable {
    Class<?> service =
        self instanceof ClusterProvider
            ? ClusterProvider.class
            : self instanceof BlueprintSource ? BlueprintSource.class : Contributor.class;
    try {
      return method.invoke(Objects.requireNonNull(CURRENT.get().services.get(service)), args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The services of this stage are those of this thread, and of the threads that it starts. */
  void enter(Stage stage) {
    CURRENT.set(stage);
  }

  Forge forge() {
    return forge;
  }

  Extensions extensions() {
    return extensions;
  }

  ClassLoader loader() {
    return loader;
  }

  /** Where the journals of all trials are. */
  Path journal() {
    return journal;
  }

  /** The log, emptied. */
  ListAppender<ILoggingEvent> log() {
    log.list.clear();
    return log;
  }

  @Override
  public void close() {
    CURRENT.remove();
    logger.detachAppender(log);
    logger.setLevel(Level.OFF);
  }
}
