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
 * <p>A context is meant for the call that receives it. After the run every request is refused.
 *
 * <pre>{@code
 * Role role = requests.read(ApiRequest.of("iam", "GetRole", permission), () -> iam.getRole(name));
 * }</pre>
 */
public interface RequestContext {
  /**
   * Sends a request that reads. The engine repeats it after a transient failure.
   *
   * @throws dev.onboard4j.model.OnboardingException as {@code send} throws it; a denial that names
   *     no missing permission gets those of the request
   */
  <T> T read(ApiRequest request, Supplier<T> send);

  /**
   * Sends a request that writes. The engine repeats it only if it certainly had no effect.
   *
   * @throws dev.onboard4j.model.OnboardingException of category PROVIDER_BUG outside of the write
   *     phase; otherwise as {@code send} throws it
   */
  <T> T write(ApiRequest request, Supplier<T> send);

  /**
   * Returns an output of an upstream resource, whether this run wrote or kept the resource.
   *
   * @throws dev.onboard4j.model.OnboardingException of category PROVIDER_BUG if there is none
   */
  String output(ResourceId upstream, String name);

  /** Whether this run created the resource, so that other services may not see it yet. */
  boolean createdInThisRun(ResourceId upstream);

  /**
   * Returns a listing that many reads share: fetched once per phase, and on each call in the write
   * phase.
   *
   * <p>One name always has one type of answer.
   *
   * @throws dev.onboard4j.model.OnboardingException of category PROVIDER_BUG if {@code read} or one
   *     of its tasks asks for the same name again
   */
  <T> T cached(String listing, Supplier<T> read);

  /**
   * Runs a read-modify-write cycle as the only editor of the document in this JVM.
   *
   * <p>A cycle must not wait for a cycle that waits for it: the engine refuses one in its own
   * tasks, but two threads that edit two documents in opposite order wait until the run is stopped.
   *
   * @throws dev.onboard4j.model.OnboardingException of category PROVIDER_BUG if a caller that waits
   *     for this thread edits the document
   */
  <T> T exclusive(String document, Supplier<T> cycle);

  /**
   * Runs independent tasks of one resource in parallel and waits for all of them.
   *
   * <p>If tasks fail, throws the first failure in list order, with the others suppressed in it.
   */
  <T> List<T> all(List<Supplier<T>> tasks);

  /**
   * Probes until the effect shows, with growing pauses, for at most two minutes of pauses.
   *
   * @param effect the expected effect, in words, for events and for the error
   * @param probe returns the effect once it shows, and empty until then
   * @throws dev.onboard4j.model.OnboardingException of category TRANSIENT when the limit passes
   */
  <T> T await(String effect, Supplier<Optional<T>> probe);
}
