package dev.onboard4j.aks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.spi.support.Failures;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Translates what all of Azure's APIs have in common: absence, throttling, lost replies. {@link
 * ArmErrors} and {@link GraphErrors} have the tables of their APIs.
 */
final class AzureErrors {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private AzureErrors() {}

  /** Sends a request and translates its failure. */
  static <T> T translated(ApiRequest request, Supplier<T> send) {
    try {
      return send.get();
    } catch (OnboardingException e) {
      throw e;
    } catch (AzureException e) {
      throw refused(request, e);
    } catch (RuntimeException e) {
      throw lost(request, e);
    }
  }

  /** Whether Azure itself says that the object, or what it belongs to, does not exist. */
  static boolean isAbsence(AzureError error) {
    return error.status() == NOT_FOUND
        && error.is(
            "ResourceNotFound",
            "ResourceGroupNotFound",
            "ParentResourceNotFound",
            "NotFound",
            "RoleDefinitionDoesNotExist",
            "RoleAssignmentNotFound",
            "Request_ResourceNotFound");
  }

  static boolean isDenial(AzureError error) {
    return error.status() == FORBIDDEN;
  }

  /** The refusal behind an exception of this library, or null. */
  static @Nullable AzureError of(OnboardingException e) {
    return e.getCause() instanceof AzureException cause ? cause.error() : null;
  }

  private static OnboardingException refused(ApiRequest request, AzureException e) {
    AzureError error = e.error();
    String message = request + ": " + error.text();
    if (error.status() == TOO_MANY) {
      return OnboardingException.of(Category.TRANSIENT, message)
          .retryAfter(error.retryAfter())
          .remedy("run again later")
          .cause(e)
          .build();
    }
    OnboardingException.Builder known =
        request.api().equals(AzureRequest.ARM)
            ? ArmErrors.of(request, error, message)
            : GraphErrors.of(request, error, message);
    if (known != null) {
      return known.cause(e).build();
    }
    if (error.status() >= SERVER_ERROR || error.status() == REQUEST_TIMEOUT) {
      return OnboardingException.of(Category.UNKNOWN_OUTCOME, "the reply was lost: " + message)
          .retryAfter(error.retryAfter())
          .remedy("plan again")
          .cause(e)
          .build();
    }
    return OnboardingException.of(
            error.status() == UNAUTHORIZED ? Category.CALLER : Category.CONFLICT, message)
        .remedy(
            error.status() == UNAUTHORIZED
                ? "check the credentials: az login"
                : "resolve the cause and plan again")
        .cause(e)
        .build();
  }

  /** A request without a connection had no effect; the outcome of any other is unknown. */
  private static OnboardingException lost(ApiRequest request, RuntimeException e) {
    String message = request + ": " + Failures.root(e);
    if (Failures.has(e, UnknownHostException.class)) {
      return OnboardingException.of(Category.CALLER, message)
          .remedy("check the endpoint and DNS")
          .cause(e)
          .build();
    }
    if (Failures.has(e, ConnectException.class)
        || Failures.has(e, NoRouteToHostException.class)
        || Failures.has(e, HttpConnectTimeoutException.class)) {
      return OnboardingException.of(Category.TRANSIENT, message)
          .remedy("check the endpoint and the network")
          .cause(e)
          .build();
    }
    return OnboardingException.of(Category.UNKNOWN_OUTCOME, "the reply was lost: " + message)
        .remedy("plan again")
        .cause(e)
        .build();
  }
}
