package dev.onboard4j.kubernetes;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Maps failures to categories: who has to act, and whether the request had an effect.
 *
 * <p>Source: API conventions, "HTTP status codes" and "Response status kind".
 */
final class KubeErrors {
  private KubeErrors() {}

  /** The failure that an answer with an error status is. */
  static OnboardingException of(ApiRequest request, Transport.Answer answer) {
    String message = KubeJson.text(answer.body().get("message"));
    String words = answer.what() + ": " + answer.code() + (message.isEmpty() ? "" : ", " + message);
    return answer.code() == 403
        ? denied(request, words, message.contains(Escalation.MESSAGE))
        : OnboardingException.of(category(answer.code()), words)
            .remedy(remedy(answer.code()))
            .retryAfter(answer.retryAfter())
            .build();
  }

  private static Category category(int code) {
    return switch (code) {
      case 401 -> Category.CALLER;
      case 429, 503 -> Category.TRANSIENT;
      case 500, 502, 504 -> Category.UNKNOWN_OUTCOME;
      default -> Category.CONFLICT;
    };
  }

  private static String remedy(int code) {
    return switch (code) {
      case 401 ->
          "the API server does not know these credentials: give the caller access (EKS: an access"
              + " entry), or name other credentials with kubernetes.kubeconfig";
      case 429, 503 -> "";
      case 409, 500, 502, 504 -> "plan again";
      case 422 -> "the API server refuses this object as it is: correct it and plan again";
      default -> "correct it and plan again";
    };
  }

  private static OnboardingException denied(ApiRequest request, String words, boolean escalation) {
    List<RequiredPermission> missing =
        request.permissions().stream().filter(one -> Escalation.lifts(one) == escalation).toList();
    String names =
        missing.stream()
            .map(one -> one.permission() + " on " + one.resource())
            .collect(Collectors.joining(", "));
    return OnboardingException.of(Category.PERMISSION, words)
        .missing(missing)
        .remedy(
            escalation
                ? "hold these rules, or " + names + "; `permissions` prints the roles for it"
                : "bind a role with " + names)
        .build();
  }

  /**
   * The failure that an answer of success without a JSON object is: a proxy's page, for example.
   */
  static OnboardingException notJson(ApiRequest request, Transport.Answer answer) {
    // A proxy sends the same page again, so a read is not repeated; a write may have had an effect.
    boolean read = request.operation().matches("(get|list|create selfsubject).*");
    return OnboardingException.of(
            read ? Category.CONFLICT : Category.UNKNOWN_OUTCOME,
            answer.what() + ": " + answer.code() + ", but the answer is not a JSON object")
        .remedy("check the address of the API server, and the proxies on the way to it")
        .build();
  }

  /** The failure of a request without an answer. */
  static OnboardingException of(String what, IOException e) {
    String words = what + ": " + words(e);
    if (neverArrived(e)) {
      return OnboardingException.of(Category.TRANSIENT, words)
          .remedy("check the address of the API server and the network")
          .cause(e)
          .build();
    }
    return OnboardingException.of(Category.UNKNOWN_OUTCOME, "the reply was lost: " + words)
        .remedy("plan again")
        .cause(e)
        .build();
  }

  /**
   * The JDK words a second look-up of an unknown name in another way, but a plan that tells the
   * failure has to read the same when it is made again.
   */
  private static String words(IOException e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof UnknownHostException) {
        return "the name of the host cannot be resolved";
      }
    }
    return e.toString();
  }

  /** Whether it is certain that the API server did not get the request. */
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
}
