package dev.onboard4j.spi;

import dev.onboard4j.model.ResourceId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The engine's side of a handler's work: limits, retries, deadline, cancellation, events and time.
 *
 * <p>Thread-safe. Actions are named {@code service:Operation}, as in the cloud's own permissions.
 */
public interface RequestContext {
  /** Sends one reading request; repeated by the engine when it fails for a while. */
  <T> T read(String action, Supplier<T> request);

  /**
   * Sends one writing request; repeated only when it certainly had no effect.
   *
   * @throws dev.onboard4j.model.OnboardingException of category PROVIDER_BUG while planning
   */
  <T> T write(String action, Supplier<T> request);

  /** An output of an upstream resource, also of one that was kept. */
  String output(ResourceId upstream, String name);

  /** Whether this run made that resource, so that other services may not see it yet. */
  boolean createdInThisRun(ResourceId upstream);

  /** A listing shared by many reads: fetched once per phase, and anew each time while writing. */
  <T> T cached(String listing, Supplier<T> read);

  /** Runs a read-modify-write cycle as the only editor of that document in this JVM. */
  <T> T exclusive(String document, Supplier<T> cycle);

  /**
   * Runs independent requests of one resource side by side and waits for all.
   *
   * <p>When some fail, the first failure in list order is thrown and carries the others.
   */
  <T> List<T> all(List<Supplier<T>> requests);

  /** Probes until the effect shows, with growing pauses, within a limit. */
  <T> T await(String effect, Supplier<Optional<T>> probe);
}
