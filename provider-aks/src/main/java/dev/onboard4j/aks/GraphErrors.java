package dev.onboard4j.aks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The errors of Microsoft Graph and of the token endpoint by their codes.
 *
 * <p>Source: the reference of Microsoft Graph, and the texts that the services return.
 */
final class GraphErrors {
  /** The category and what to do. */
  private record Known(Category category, String remedy) {}

  private static final String KEYLESS =
      "set aks.access=federation or managed-identity, which need no secret";

  private static final Map<String, Known> TABLE =
      Map.ofEntries(
          row("InvalidAuthenticationToken", Category.CALLER, "check the credentials: az login"),
          row(
              "CredentialInvalidLifetimeAsPerAppPolicy",
              Category.CONFLICT,
              "a policy of the tenant limits the lifetime of secrets: lower aks.secret-days, or "
                  + KEYLESS),
          row(
              "CredentialTypeNotAllowedAsPerAppPolicy",
              Category.CONFLICT,
              "a policy of the tenant forbids client secrets: " + KEYLESS),
          row(
              "Directory_QuotaExceeded",
              Category.CONFLICT,
              "the caller may create no more objects in the directory; deleted ones count for 30"
                  + " days: purge some, or set aks.access=managed-identity"),
          row("Directory_ConcurrencyViolation", Category.TRANSIENT, "run again"),
          row(
              "InvalidFederatedIdentityCredentialValue",
              Category.CONFLICT,
              "another credential of the application has this issuer and subject, or a policy of the"
                  + " tenant forbids the issuer"),
          row(
              "Request_MultipleObjectsWithSameKeyValue",
              Category.CONFLICT,
              "an object of this name exists already: plan again"));

  private GraphErrors() {}

  private static Map.Entry<String, Known> row(String code, Category category, String remedy) {
    return Map.entry(code.toLowerCase(Locale.ROOT), new Known(category, remedy));
  }

  /** The exception for a refusal, or null if the table does not have it. */
  static OnboardingException.@Nullable Builder of(
      ApiRequest request, AzureError error, String message) {
    Known known = TABLE.get(error.code().toLowerCase(Locale.ROOT));
    if (known != null) {
      return OnboardingException.of(known.category(), message).remedy(known.remedy());
    }
    if (error.says("AADSTS53003")) {
      return OnboardingException.of(Category.CALLER, message)
          .remedy("Conditional Access blocks it: an administrator of the tenant has to allow it");
    }
    return AzureErrors.isDenial(error) ? denied(request, message) : null;
  }

  private static OnboardingException.Builder denied(ApiRequest request, String message) {
    String required =
        request.permissions().stream()
            .map(RequiredPermission::permission)
            .collect(Collectors.joining(", "));
    return OnboardingException.of(Category.PERMISSION, message)
        .missing(request.permissions())
        .remedy(
            "grant "
                + required
                + " of Microsoft Graph to an application that calls, or the role Application"
                + " Developer to a user; or set aks.access=managed-identity, which needs neither");
  }
}
