package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.run.OnboardingEvent;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers events to listeners one at a time; a listener that throws adds a warning. */
final class Events {
  private static final Logger LOG = LoggerFactory.getLogger("dev.onboard4j.Onboarding");

  private final URI cluster;
  private final List<Listener<?>> listeners;
  private final Set<String> warnings = new LinkedHashSet<>();

  Events(URI cluster, List<Listener<?>> listeners) {
    this.cluster = cluster;
    this.listeners = List.copyOf(listeners);
  }

  synchronized void tell(OnboardingEvent event) {
    if (event instanceof OnboardingEvent.WriteSent write) {
      LOG.info("{} for {}", write.request(), write.resource());
    }
    for (Listener<?> listener : listeners) {
      try {
        listener.tell(cluster, event);
      } catch (Throwable e) {
        // A listener must not end a run.
        warn("a listener of " + listener.type().getSimpleName() + " threw " + described(e));
      }
    }
  }

  /** A foreign message may contain a secret, so the warning has its class name only. */
  private static String described(Throwable e) {
    return e instanceof OnboardingException ours
        ? String.valueOf(ours.getMessage())
        : e.getClass().getName();
  }

  /** Adds a warning to the result of the run, once. */
  synchronized void warn(String warning) {
    if (warnings.add(warning)) {
      LOG.warn(warning);
    }
  }

  synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }
}
