package dev.onboard4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LogCaptureTest {
  @Test
  void everyLevelOfBothApisIsHeardWithItsStackTraces() {
    try (LogCapture log = new LogCapture()) {
      LoggerFactory.getLogger("any").trace("with {}", "an argument");
      LoggerFactory.getLogger("any").error("failed", new IllegalStateException("the cause"));
      Logger.getLogger("other").log(Level.FINEST, "parameter", new Object[] {"a value"});
      assertThat(log.lines())
          .anyMatch(line -> line.contains("TRACE any with an argument"))
          .anyMatch(line -> line.contains("IllegalStateException: the cause"))
          .anyMatch(line -> line.contains("FINEST other parameter[a value]"));
    }
  }

  @Test
  void nothingIsHeardAfterItIsClosed() {
    LogCapture log = new LogCapture();
    log.close();
    LoggerFactory.getLogger("any").error("late");
    Logger.getLogger("other").severe("late");
    assertThat(log.lines()).noneMatch(line -> line.contains("late"));
  }
}
