package dev.onboard4j.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import org.slf4j.LoggerFactory;

/**
 * Collects all log records of SLF4J and java.util.logging at every level, to search them for
 * secrets.
 *
 * <p>Needs Logback on the class path, which this artifact does not bring along. Thread-safe.
 */
public final class LogCapture implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final java.util.logging.Logger jul = LogManager.getLogManager().getLogger("");
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          String trace =
              event.getThrowableProxy() == null
                  ? ""
                  : ThrowableProxyUtil.asString(event.getThrowableProxy());
          lines.add(
              event.getLevel()
                  + " "
                  + event.getLoggerName()
                  + " "
                  + event.getFormattedMessage()
                  + trace);
        }
      };
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord logged) {
          lines.add(
              logged.getLevel()
                  + " "
                  + logged.getLoggerName()
                  + " "
                  + logged.getMessage()
                  + Arrays.toString(logged.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /** Starts to collect. */
  public LogCapture() {
    appender.start();
    root.setLevel(Level.TRACE);
    root.addAppender(appender);
    handler.setLevel(java.util.logging.Level.ALL);
    jul.setLevel(java.util.logging.Level.ALL);
    jul.addHandler(handler);
  }

  /** The records so far: level, logger, message, stack trace. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    root.setLevel(Level.OFF);
    jul.removeHandler(handler);
    jul.setLevel(java.util.logging.Level.INFO);
  }
}
