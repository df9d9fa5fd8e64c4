package dev.onboard4j.gke;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.RetryInfo;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sorts Google's errors by who has to act and by whether the request can have had an effect.
 *
 * <p>Source: google.rpc.Code and AIP-193 (error details), the errors page of each API.
 */
final class GcpErrors {
  private static final String SERVICE_DISABLED = "SERVICE_DISABLED";
  private static final String RATE_LIMIT = "RATE_LIMIT_EXCEEDED";
  private static final String NO_KEYS = "constraints/iam.disableServiceAccountKeyCreation";
  private static final String NO_STRANGERS = "constraints/iam.allowedPolicyMemberDomains";

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

  /** Whether the API is not enabled in the project, or not for long enough. */
  static boolean disabled(ApiException e) {
    return SERVICE_DISABLED.equals(e.getReason());
  }

  /** A detail of the error: {@code consumer} or {@code service}; the empty string without it. */
  static String about(ApiException e, String key) {
    Map<String, String> details = e.getMetadata();
    return details == null ? "" : details.getOrDefault(key, "");
  }

  private static OnboardingException translate(ApiRequest request, ApiException e) {
    String words = request + ": " + code(e) + ", " + text(e);
    if (disabled(e)) {
      return of(Category.TRANSIENT, words, e)
          .remedy(
              "enable "
                  + about(e, "service")
                  + " in "
                  + about(e, "consumer")
                  + "; when it was enabled a moment ago, run again in a few minutes")
          .build();
    }
    return switch (code(e)) {
      case PERMISSION_DENIED ->
          of(
                  Category.PERMISSION,
                  request + " needs " + needed(request) + ": " + code(e) + ", " + text(e),
                  e)
              .remedy("grant " + needed(request) + " to the caller")
              .build();
      case UNAUTHENTICATED ->
          of(Category.CALLER, words, e)
              .remedy("check the credentials: gcloud auth application-default login")
              .build();
      case RESOURCE_EXHAUSTED ->
          RATE_LIMIT.equals(e.getReason())
              ? of(Category.TRANSIENT, words, e).retryAfter(pause(e)).remedy("try later").build()
              : of(Category.CONFLICT, words, e)
                  .remedy("free some of that quota, or ask Google to raise it, and run again")
                  .build();
      case ABORTED -> of(Category.CONFLICT, words, e).remedy("run again").build();
      case UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL, UNKNOWN, CANCELLED, DATA_LOSS ->
          lost(words, e);
      default -> of(Category.CONFLICT, words, e).remedy(remedy(e)).build();
    };
  }

  private static String needed(ApiRequest request) {
    return request.permissions().stream()
        .map(one -> one.permission() + " on " + one.resource())
        .collect(Collectors.joining(", "));
  }

  /** A connection that never came about had no effect; of anything else nobody knows. */
  private static OnboardingException lost(String words, ApiException e) {
    if (has(e, UnknownHostException.class)) {
      return of(Category.CALLER, words, e).remedy("check the endpoint and DNS").build();
    }
    if (has(e, ConnectException.class)) {
      return of(Category.TRANSIENT, words, e).remedy("check the endpoint and the network").build();
    }
    return of(Category.UNKNOWN_OUTCOME, "the reply was lost: " + words, e)
        .remedy("plan again")
        .build();
  }

  private static String remedy(ApiException e) {
    PreconditionFailure failure =
        e.getErrorDetails() == null ? null : e.getErrorDetails().getPreconditionFailure();
    String constraint =
        failure == null || failure.getViolationsCount() == 0
            ? ""
            : failure.getViolations(0).getType();
    return switch (constraint) {
      case NO_KEYS ->
          "the organization forbids keys (" + NO_KEYS + "): set gke.access=impersonation";
      case NO_STRANGERS ->
          "the organization lets in members of its own domains only ("
              + NO_STRANGERS
              + "): allow the platform's customer id there, or set gke.access=workload-identity";
      default -> "settle it and plan again";
    };
  }

  private static OnboardingException.Builder of(Category category, String words, Throwable cause) {
    return OnboardingException.of(category, words).cause(cause);
  }

  /** Google's own words. */
  static String text(ApiException e) {
    Throwable cause = e.getCause();
    String text = cause == null ? e.getMessage() : cause.getMessage();
    return String.valueOf(text).replaceFirst("^[A-Z_]+: ", "");
  }

  private static @Nullable Duration pause(ApiException e) {
    RetryInfo info = e.getErrorDetails() == null ? null : e.getErrorDetails().getRetryInfo();
    return info == null ? null : Duration.ofSeconds(info.getRetryDelay().getSeconds());
  }

  private static boolean has(Throwable e, Class<? extends Throwable> type) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }
}
