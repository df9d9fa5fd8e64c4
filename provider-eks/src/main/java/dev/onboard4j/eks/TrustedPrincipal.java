package dev.onboard4j.eks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.RequestContext;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;

/**
 * Sends writes of a trust whose principal may be new.
 *
 * <p>IAM refuses a principal that it does not know yet with the words that it has for a wrong one.
 * A new principal is visible within seconds, so the wait ends after a few attempts.
 */
record TrustedPrincipal(RoleIdentity role) {
  /** The pauses double from a quarter of a second: about 16 seconds together. */
  private static final int ATTEMPTS = 7;

  private static final String UNKNOWN = "Invalid principal in policy";

  /**
   * Sends the write until IAM knows the principal.
   *
   * @throws OnboardingException of category CALLER if IAM refuses the trust for another reason, or
   *     still does not know the principal after a few attempts
   */
  <T> T known(State target, RequestContext requests, Supplier<T> write) {
    AtomicInteger attempts = new AtomicInteger();
    return requests.await(
        "IAM knows the principal that " + role.arn() + " trusts",
        () -> {
          try {
            return Optional.of(write.get());
          } catch (OnboardingException e) {
            if (!(e.getCause() instanceof MalformedPolicyDocumentException)) {
              throw e;
            }
            boolean unknown = String.valueOf(e.getMessage()).contains(UNKNOWN);
            if (!unknown || attempts.incrementAndGet() == ATTEMPTS) {
              throw refused(target, e);
            }
            return Optional.empty();
          }
        });
  }

  private OnboardingException refused(State target, OnboardingException e) {
    return OnboardingException.of(
            Category.CALLER,
            "AWS refuses the trust of "
                + role.arn()
                + ": "
                + e.getMessage()
                + "; it trusts "
                + Json.write(principals(target)))
        .remedy(
            "check platform.principal; if it was created minutes ago, run again when AWS knows it")
        .cause(e)
        .build();
  }

  private static Object principals(State target) {
    return PolicyDocument.statementsOf(target.json(RoleReader.TRUST)).stream()
        .findFirst()
        .<Object>map(first -> first.get("Principal"))
        .orElse("no principal");
  }
}
