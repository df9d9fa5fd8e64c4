package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.support.Failures;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Classifies failures of the SDK by who must act and by whether the request may have had an effect.
 *
 * <p>Codes: the common errors of the IAM, EC2, EKS and STS API references.
 */
final class AwsErrors {
  private static final Set<String> DENIED =
      Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized");
  private static final Set<String> CREDENTIALS =
      Set.of(
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "ExpiredToken",
          "ExpiredTokenException",
          "SignatureDoesNotMatch",
          "IncompleteSignature",
          "AuthFailure",
          "OptInRequired",
          "RequestExpired");
  private static final Set<String> BUSY =
      Set.of("ConcurrentModification", "ConcurrentModificationException", "RequestLimitExceeded");
  private static final Set<String> QUOTA =
      Set.of("LimitExceeded", "ResourceLimitExceededException", "SecurityGroupLimitExceeded");

  private static final String CHAIN = "any of the providers in the chain";

  private AwsErrors() {}

  /** Sends a request and translates its failure. */
  static <T> T translated(ApiRequest request, Supplier<T> send) {
    try {
      return send.get();
    } catch (SdkServiceException e) {
      throw service(request, e);
    } catch (SdkException e) {
      throw client(request, e);
    }
  }

  private static OnboardingException service(ApiRequest request, SdkServiceException e) {
    String code = code(e);
    String words =
        request + ": " + (code.isEmpty() ? "HTTP " + e.statusCode() : code) + ", " + text(e);
    if (e.isThrottlingException() || e.statusCode() == 429 || BUSY.contains(code)) {
      return busy(words, e);
    }
    if (CREDENTIALS.contains(code)) {
      return of(Category.CALLER, words, e)
          .remedy("check the credentials and the machine's clock")
          .build();
    }
    if (DENIED.contains(code) || e.statusCode() == 403) {
      String permissions = words(request.permissions());
      return of(Category.PERMISSION, words, e)
          .remedy("grant " + permissions + " to the caller")
          .build();
    }
    return other(code, words, e);
  }

  private static OnboardingException other(String code, String words, SdkServiceException e) {
    if (e.statusCode() == 503) {
      return busy(words, e);
    }
    if (e.statusCode() >= 500) {
      return of(Category.UNKNOWN_OUTCOME, words, e).remedy("plan again").build();
    }
    String remedy =
        QUOTA.contains(code)
            ? "free some of that quota, or ask AWS to raise it, and run again"
            : "resolve the conflict and plan again";
    return of(Category.CONFLICT, words, e).remedy(remedy).build();
  }

  private static OnboardingException busy(String words, SdkServiceException e) {
    return of(Category.TRANSIENT, words, e).retryAfter(retryAfter(e)).remedy("try later").build();
  }

  private static OnboardingException client(ApiRequest request, SdkException e) {
    Throwable root = Failures.root(e);
    String words = request + ": " + root.getClass().getSimpleName() + ": " + root.getMessage();
    if (Failures.has(e, UnknownHostException.class)) {
      return of(Category.CALLER, words, e).remedy("check the region, the endpoint and DNS").build();
    }
    if (Failures.has(e, ConnectException.class) || Failures.has(e, NoRouteToHostException.class)) {
      return of(Category.TRANSIENT, words, e).remedy("check the endpoint and the network").build();
    }
    if (!sent(e)) {
      // No cause: the SDK itself refused the request, most often because it has no credentials.
      return of(Category.CALLER, request + ": " + shortened(e), e)
          .remedy("configure credentials: environment, profile, role, or your own provider")
          .build();
    }
    return of(Category.UNKNOWN_OUTCOME, "the reply was lost: " + words, e)
        .remedy("plan again")
        .build();
  }

  /** The failure of the credentials chain lists each provider; the cause still holds the list. */
  private static String shortened(SdkException e) {
    String words = String.valueOf(e.getMessage());
    int end = words.indexOf(CHAIN);
    return end < 0 ? words : words.substring(0, end + CHAIN.length());
  }

  private static boolean sent(SdkException e) {
    boolean timedOut = e instanceof ApiCallAttemptTimeoutException || e instanceof AbortedException;
    return timedOut || (e instanceof SdkClientException && e.getCause() != null);
  }

  private static String words(List<RequiredPermission> permissions) {
    return permissions.stream()
        .map(one -> one.permission() + " on " + one.resource())
        .collect(Collectors.joining(", "));
  }

  private static OnboardingException.Builder of(Category category, String words, Throwable cause) {
    return OnboardingException.of(category, words).cause(cause);
  }

  static String code(SdkServiceException e) {
    return e instanceof AwsServiceException aws
            && aws.awsErrorDetails() != null
            && aws.awsErrorDetails().errorCode() != null
        ? aws.awsErrorDetails().errorCode()
        : "";
  }

  private static String text(SdkServiceException e) {
    return e instanceof AwsServiceException aws
            && aws.awsErrorDetails() != null
            && aws.awsErrorDetails().errorMessage() != null
        ? aws.awsErrorDetails().errorMessage()
        : String.valueOf(e.getMessage());
  }

  private static @Nullable Duration retryAfter(SdkServiceException e) {
    if (!(e instanceof AwsServiceException aws) || aws.awsErrorDetails() == null) {
      return null;
    }
    return Optional.ofNullable(aws.awsErrorDetails().sdkHttpResponse())
        .flatMap(response -> response.firstMatchingHeader("Retry-After"))
        .filter(seconds -> seconds.matches("\\d{1,4}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(null);
  }
}
