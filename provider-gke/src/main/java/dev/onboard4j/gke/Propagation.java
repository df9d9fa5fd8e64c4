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
 * Waits until Google knows the objects that this run created.
 *
 * <p>For a while after the creation of a service account, IAM answers NOT_FOUND or
 * PERMISSION_DENIED, and a policy that names the account is invalid. At the time limit, the last
 * refusal of Google is thrown.
 *
 * @param requests sends the requests
 * @param temporary tests whether a refusal is temporary
 */
record Propagation(RequestContext requests, Predicate<OnboardingException> temporary) {
  /** Probes until the effect is visible; a temporary refusal counts as not yet visible. */
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
      if (temporary.test(e)) {
        last.set(e);
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether Google refused a request because it does not know a new service account yet. */
  static boolean missesAccount(OnboardingException e) {
    return e.category() == Category.PERMISSION || code(e) == StatusCode.Code.NOT_FOUND;
  }

  /** Whether Google refused a policy because it does not know one of these names yet. */
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
