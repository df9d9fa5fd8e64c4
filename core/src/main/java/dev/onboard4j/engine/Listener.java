package dev.onboard4j.engine;

import dev.onboard4j.run.OnboardingEvent;
import java.util.function.Consumer;

/**
 * One subscription.
 *
 * @param type the type of the events
 * @param consumer receives the events
 */
public record Listener<E extends OnboardingEvent>(Class<E> type, Consumer<? super E> consumer) {
  void tell(OnboardingEvent event) {
    try {
      if (type.isInstance(event)) {
        consumer.accept(type.cast(event));
      }
    } catch (Throwable e) {
      Unforeseen.keepInterrupt(e);
      throw e;
    }
  }
}
