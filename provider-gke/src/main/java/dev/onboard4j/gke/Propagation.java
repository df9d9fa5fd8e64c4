package dev.onboard4j.gke;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.spi.RequestContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits until Google shows what this run created.
 *
 * <p>For a while after a service account was created, IAM answers NOT_FOUND or PERMISSION_DENIED,
 * and a policy that names the account is invalid. When the limit passes, the last refusal is the
 * error, in Google's words.
 *
 * @param requests through which the requests are sent
 * @param passing which refusals may pass
 */
record Propagation(RequestContext requests, Predicate<OnboardingException> passing) {
  /** Probes until the effect shows; a refusal that may pass counts as not yet visible. */
  <T> T await(String effect, Supplier<Optional<T>> probe) {
    AtomicReference<OnboardingException> last = new AtomicReference<>();
    try {
      return requests.await(effect, () -> seen(probe, last));
    } catch (OnboardingException e) {
      OnboardingException refusal = last.get();
      if (refusal == null || e.category() != Category.TRANSIENT) {
        throw e;
      }
      refusal.addSuppressed(e);
      throw refusal;
    }
  }

  private <T> Optional<T> seen(
      Supplier<Optional<T>> probe, AtomicReference<OnboardingException> last) {
    try {
      Optional<T> seen = probe.get();
      last.set(null);
      return seen;
    } catch (OnboardingException e) {
      if (passing.test(e)) {
        last.set(e);
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether a request about a service account that was created a moment ago misses it. */
  static boolean missesAccount(OnboardingException e) {
    return e.category() == Category.PERMISSION || code(e) == StatusCode.Code.NOT_FOUND;
  }

  /** Whether a policy is invalid as Google does not know one of these names yet. */
  static boolean missesName(OnboardingException e, List<String> names) {
    return code(e) == StatusCode.Code.INVALID_ARGUMENT
        && e.getCause() instanceof ApiException cause
        && GcpErrors.text(cause).contains("does not exist")
        && names.stream().anyMatch(GcpErrors.text(cause)::contains);
  }

  private static StatusCode.@Nullable Code code(OnboardingException e) {
    return e.getCause() instanceof ApiException cause ? GcpErrors.code(cause) : null;
  }
}
