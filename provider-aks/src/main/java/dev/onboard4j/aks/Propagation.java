package dev.onboard4j.aks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.spi.RequestContext;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits until Azure and Entra know the objects that this run created.
 *
 * <p>Neither promises how long that takes. At the time limit, the last refusal is thrown.
 *
 * @param requests sends the requests
 * @param temporary tests whether a refusal is temporary
 */
record Propagation(RequestContext requests, Predicate<AzureError> temporary) {
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
      AzureError error = AzureErrors.of(e);
      if (error != null && temporary.test(error)) {
        last.set(e);
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether Resource Manager does not know the principal or the role of an assignment yet. */
  static boolean missesAssigned(AzureError error) {
    return error.is("PrincipalNotFound", "RoleDefinitionDoesNotExist");
  }

  /** Whether Graph does not know an application yet that it created. */
  static boolean missesApplication(AzureError error) {
    return error.is("Request_ResourceNotFound")
        || error.says("does not reference a valid application object")
        || error.says("backing application of the service principal");
  }

  /** Whether the token endpoint does not know a new application or its secret yet. */
  static boolean missesSecret(AzureError error) {
    return error.says("AADSTS7000215") || error.says("AADSTS700016");
  }
}
