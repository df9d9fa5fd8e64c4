package dev.onboard4j.kubernetes;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the API server's answers by who has to act and by whether the request had an effect.
 *
 * <p>Source: API conventions, "HTTP status codes" and "Response status kind".
 */
final class KubeErrors {
  private static final String ESCALATION =
      "attempting to grant RBAC permissions not currently held";

  private KubeErrors() {}

  /** An answer that is no success. */
  static OnboardingException of(
      ApiRequest request,
      String what,
      int code,
      Map<String, Object> status,
      @Nullable Duration wait) {
    String message = KubeJson.text(status.get("message"));
    String words = what + ": " + code + (message.isEmpty() ? "" : ", " + message);
    return switch (code) {
      case 401 ->
          start(Category.CALLER, words)
              .remedy(
                  "the API server does not know these credentials: let the caller in (EKS: an access"
                      + " entry), or name others with kubernetes.kubeconfig")
              .build();
      case 403 -> denied(request, words, message);
      case 429, 503 -> start(Category.TRANSIENT, words).retryAfter(wait).build();
      case 500, 502, 504 ->
          start(Category.UNKNOWN_OUTCOME, words).remedy("plan again").retryAfter(wait).build();
      case 409 -> start(Category.CONFLICT, words).remedy("plan again").build();
      case 422 ->
          start(Category.CONFLICT, words)
              .remedy("the API server refuses this object as it is: settle that and plan again")
              .build();
      default -> start(Category.CONFLICT, words).remedy("settle it and plan again").build();
    };
  }

  private static OnboardingException denied(ApiRequest request, String words, String message) {
    if (message.contains(ESCALATION)) {
      return start(Category.PERMISSION, words)
          .missing(request.permissions().stream().map(KubeErrors::escalating).toList())
          .remedy(
              "hold these rules yourself, or the verbs escalate and bind; `permissions` prints the"
                  + " ClusterRole for it")
          .build();
    }
    return start(Category.PERMISSION, words)
        .missing(request.permissions())
        .remedy(
            "bind a role with "
                + request.permissions().stream()
                    .map(one -> one.permission() + " on " + one.resource())
                    .collect(Collectors.joining(", ")))
        .build();
  }

  private static RequiredPermission escalating(RequiredPermission denied) {
    return new RequiredPermission(
        denied.permission().replaceFirst(":\\w+ ", ":escalate "), denied.resource());
  }

  /** A request that got no answer. */
  static OnboardingException of(String what, IOException e) {
    String words = what + ": " + e;
    if (neverArrived(e)) {
      return start(Category.TRANSIENT, words)
          .remedy("check the address of the API server and the network")
          .cause(e)
          .build();
    }
    return start(Category.UNKNOWN_OUTCOME, "the reply was lost: " + words)
        .remedy("plan again")
        .cause(e)
        .build();
  }

  /** Whether it is certain that the API server never saw the request. */
  static boolean neverArrived(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof ConnectException
          || at instanceof UnknownHostException
          || at instanceof NoRouteToHostException
          || at instanceof SSLHandshakeException
          || at instanceof SSLPeerUnverifiedException
          || String.valueOf(at.getMessage()).contains("failed to connect")
          || String.valueOf(at.getMessage()).equalsIgnoreCase("connect timed out")) {
        return true;
      }
    }
    return false;
  }

  private static OnboardingException.Builder start(Category category, String words) {
    return OnboardingException.of(category, words);
  }
}
