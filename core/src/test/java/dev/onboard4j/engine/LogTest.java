package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.onboard4j.Onboarding;
import dev.onboard4j.run.OnboardingEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Onboarding.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setLevel(Level.OFF);
  }

  @Test
  void everyWriteIsOneLineAtInfoAndNothingElseIs() {
    new MemoryCloud().plain("a").plain("b", "a").plan().apply();
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("memory:Write for thing/a", "memory:Write for thing/b");
  }

  @Test
  void aListenerThatThrowsIsAWarning() {
    new MemoryCloud()
        .plain("a")
        .onboarding()
        .on(
            OnboardingEvent.ApplyEnded.class,
            ended -> {
              throw new IllegalStateException("token=abc");
            })
        .plan(MemoryCloud.cluster())
        .apply();
    assertThat(lines.list)
        .filteredOn(line -> line.getLevel() == Level.WARN)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEqualTo("a listener of ApplyEnded threw java.lang.IllegalStateException");
  }
}
