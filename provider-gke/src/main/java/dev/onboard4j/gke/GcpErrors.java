package dev.onboard4j.gke;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RetryInfo;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.spi.support.Failures;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Translates Google's errors into categories: who has to act, and whether the request can have had
 * an effect.
 *
 * <p>Source: google.rpc.Code and AIP-193 (error details), the errors page of each API.
 */
final class GcpErrors {
  private static final String SERVICE_DISABLED = "SERVICE_DISABLED";
  private static final String RATE_LIMIT = "RATE_LIMIT_EXCEEDED";
  private static final String NO_KEYS = "constraints/iam.disableServiceAccountKeyCreation";
  private static final String ALLOWED_DOMAINS = "constraints/iam.allowedPolicyMemberDomains";

  private GcpErrors() {}

  /** Sends a request and translates its failure. */
  static <T> T translated(ApiRequest request, Supplier<T> send) {
    try {
      return send.get();
    } catch (ApiException e) {
      throw translate(request, e);
    }
  }

  static StatusCode.Code code(ApiException e) {
    return e.getStatusCode().getCode();
  }

  /** Whether the API is disabled, or was enabled so recently that it still refuses requests. */
  static boolean disabled(ApiException e) {
    return SERVICE_DISABLED.equals(e.getReason());
  }

  /** A detail of the error, such as {@code consumer}; the empty string if it is missing. */
  static String detail(ApiException e, String key) {
    Map<String, String> details = e.getMetadata();
    return details == null ? "" : details.getOrDefault(key, "");
  }

  private static OnboardingException translate(ApiRequest request, ApiException e) {
    String message = request + ": " + code(e) + ", " + text(e);
    if (disabled(e)) {
      return apiDisabled(message, e);
    }
    return switch (code(e)) {
      case PERMISSION_DENIED -> permissionDenied(request, e);
      case UNAUTHENTICATED ->
          of(Category.CALLER, message, e)
              .remedy("check the credentials: gcloud auth application-default login")
              .build();
      case RESOURCE_EXHAUSTED ->
          RATE_LIMIT.equals(e.getReason()) ? throttled(message, e) : quotaExceeded(message, e);
      case ABORTED -> of(Category.CONFLICT, message, e).remedy("run again").build();
      case UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL, UNKNOWN, CANCELLED, DATA_LOSS ->
          lost(message, e);
      default -> of(Category.CONFLICT, message, e).remedy(remedy(e)).build();
    };
  }

  private static OnboardingException apiDisabled(String message, ApiException e) {
    return of(Category.TRANSIENT, message, e)
        .remedy(
            "enable "
                + detail(e, "service")
                + " in "
                + detail(e, "consumer")
                + "; if it was enabled recently, run again in a few minutes")
        .build();
  }

  private static OnboardingException permissionDenied(ApiRequest request, ApiException e) {
    String required = required(request);
    String message = request + " requires " + required + ": " + code(e) + ", " + text(e);
    return of(Category.PERMISSION, message, e)
        .remedy("grant " + required + " to the caller")
        .build();
  }

  private static OnboardingException throttled(String message, ApiException e) {
    return of(Category.TRANSIENT, message, e)
        .retryAfter(retryDelay(e))
        .remedy("run again later")
        .build();
  }

  private static OnboardingException quotaExceeded(String message, ApiException e) {
    return of(Category.CONFLICT, message, e)
        .remedy("free some of the quota, or request a higher one from Google, and run again")
        .build();
  }

  private static String required(ApiRequest request) {
    return request.permissions().stream()
        .map(permission -> permission.permission() + " on " + permission.resource())
        .collect(Collectors.joining(", "));
  }

  /** A request without a connection had no effect; the outcome of any other is unknown. */
  private static OnboardingException lost(String message, ApiException e) {
    if (Failures.has(e, UnknownHostException.class)) {
      return of(Category.CALLER, message, e).remedy("check the endpoint and DNS").build();
    }
    if (Failures.has(e, ConnectException.class) || Failures.has(e, NoRouteToHostException.class)) {
      return of(Category.TRANSIENT, message, e)
          .remedy("check the endpoint and the network")
          .build();
    }
    return of(Category.UNKNOWN_OUTCOME, "the reply was lost: " + message, e)
        .remedy("plan again")
        .build();
  }

  private static String remedy(ApiException e) {
    String managed = detail(e, "customConstraints");
    if (managed.contains(OrgPolicies.MANAGED_NO_KEYS)) {
      return "the organization forbids keys (" + managed + "): set gke.access=impersonation";
    }
    if (managed.contains(OrgPolicies.MANAGED_MEMBERS)) {
      return "the organization allows only certain members ("
          + managed
          + "): allow the platform's account, or set gke.access=workload-identity";
    }
    PreconditionFailure failure =
        e.getErrorDetails() == null ? null : e.getErrorDetails().getPreconditionFailure();
    String constraint =
        failure == null || failure.getViolationsCount() == 0
            ? ""
            : failure.getViolations(0).getType();
    return switch (constraint) {
      case NO_KEYS ->
          "the organization forbids keys (" + NO_KEYS + "): set gke.access=impersonation";
      case ALLOWED_DOMAINS ->
          "the organization allows only members of its own domains ("
              + ALLOWED_DOMAINS
              + "): allow the platform's customer id, or set gke.access=workload-identity";
      default -> "resolve the cause and plan again";
    };
  }

  private static OnboardingException.Builder of(
      Category category, String message, Throwable cause) {
    return OnboardingException.of(category, message).cause(cause);
  }

  /** The message of Google, without the code in front. */
  static String text(ApiException e) {
    Throwable cause = e.getCause();
    String text = cause == null ? e.getMessage() : cause.getMessage();
    return String.valueOf(text).replaceFirst("^[A-Z_]+: ", "");
  }

  private static @Nullable Duration retryDelay(ApiException e) {
    RetryInfo info = e.getErrorDetails() == null ? null : e.getErrorDetails().getRetryInfo();
    return info == null ? null : Duration.ofSeconds(info.getRetryDelay().getSeconds());
  }
}
