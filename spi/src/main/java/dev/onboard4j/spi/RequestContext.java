package dev.onboard4j.spi;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.ResourceId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sends the requests of a contributor under the engine's limits: retries, deadline, cancellation,
 * rate limits, events.
 *
 * <p>Thread-safe. Every method that waits ends at the run's deadline, when the run is cancelled, or
 * when its thread is interrupted, with an {@link dev.onboard4j.model.OnboardingException}.
 *
 * <pre>{@code
 * Role role = requests.read(ApiRequest.of("iam", "GetRole", permission), () -> iam.getRole(name));
 * }</pre>
 */
public interface RequestContext {
  /**
   * Sends a request that reads; the engine repeats it after a failure that may pass.
   *
   * @throws dev.onboard4j.model.OnboardingException as {@code send} throws it; a denial without
   *     missing permissions gets those of the request
   */
  <T> T read(ApiRequest request, Supplier<T> send);

  /**
   * Sends a request that writes; the engine repeats it only when it certainly had no effect.
   *
   * @throws dev.onboard4j.model.OnboardingException of category PROVIDER_BUG outside of the write
   *     phase; else as {@code send} throws it
   */
  <T> T write(ApiRequest request, Supplier<T> send);

  /**
   * An output of an upstream resource, whether this run wrote the resource or kept it.
   *
   * @throws dev.onboard4j.model.OnboardingException of category PROVIDER_BUG if there is none
   */
  String output(ResourceId upstream, String name);

  /** Whether this run created that resource, so that other services may not see it yet. */
  boolean createdInThisRun(ResourceId upstream);

  /**
   * A listing shared by many reads: read once per phase, and each time anew in the write phase.
   *
   * <p>The name stands for one type of answer. Do not call it from within {@code read} for the same
   * name.
   */
  <T> T cached(String listing, Supplier<T> read);

  /** Runs a read-modify-write cycle as the only editor of that document in this JVM. */
  <T> T exclusive(String document, Supplier<T> cycle);

  /**
   * Runs independent tasks of one resource in parallel and waits for all of them.
   *
   * <p>When some fail, the first failure in list order is thrown; the others are suppressed in it.
   */
  <T> List<T> all(List<Supplier<T>> tasks);

  /**
   * Probes until the effect shows, with growing pauses, for a limited time.
   *
   * @param effect what is waited for, in words, for events and for the error
   * @param probe answers the effect once it shows, and empty until then
   * @throws dev.onboard4j.model.OnboardingException of category TRANSIENT when the limit passes
   */
  <T> T await(String effect, Supplier<Optional<T>> probe);
}
