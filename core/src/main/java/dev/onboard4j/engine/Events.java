package dev.onboard4j.engine;

import dev.onboard4j.run.OnboardingEvent;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners, one event at a time; a listener that throws is reported and goes on. */
final class Events {
  private static final Logger LOG = LoggerFactory.getLogger("dev.onboard4j.Onboarding");

  private final List<Listener<?>> listeners;
  private final List<String> warnings = new ArrayList<>();

  Events(List<Listener<?>> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  synchronized void tell(OnboardingEvent event) {
    if (event instanceof OnboardingEvent.WriteSent write) {
      LOG.info("{} for {}", write.request(), write.resource());
    }
    for (Listener<?> listener : listeners) {
      try {
        listener.tell(event);
      } catch (Throwable e) {
        // A listener must not end a run. The message may quote a secret, so only the class is
        // shown.
        String warning =
            "a listener of " + listener.type().getSimpleName() + " threw " + e.getClass().getName();
        warn(warning);
      }
    }
  }

  /** Something that went wrong beside the work. */
  synchronized void warn(String warning) {
    warnings.add(warning);
    LOG.warn(warning);
  }

  synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }
}
