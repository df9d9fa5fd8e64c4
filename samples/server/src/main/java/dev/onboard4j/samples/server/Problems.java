package dev.onboard4j.samples.server;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Answers errors as problem details (RFC 9457).
 *
 * <p>Messages of onboarding hold no secret; stack traces and causes stay in the log.
 */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  @ExceptionHandler
  ResponseEntity<ProblemDetail> handle(OnboardingException e) {
    ProblemDetail problem = of(e);
    if (status(e).is5xxServerError()) {
      LOG.error("{}", problem.getDetail(), e);
    }
    HttpHeaders headers = new HttpHeaders();
    e.retryAfter()
        .map(Duration::toSeconds)
        .ifPresent(seconds -> headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(seconds)));
    return ResponseEntity.status(problem.getStatus()).headers(headers).body(problem);
  }

  /** There is no thread left for a follower of events. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> handle(TaskRejectedException e) {
    return ResponseEntity.of(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "too many clients follow events; ask for the run"))
        .build();
  }

  /** Tells what is wrong, where, and what to do. */
  static ProblemDetail of(OnboardingException e) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(status(e), String.valueOf(e.getMessage()));
    problem.setProperty("category", e.category());
    problem.setProperty("remedy", e.remedy());
    problem.setProperty("problems", e.problems());
    problem.setProperty("missing", e.missing().stream().map(Problems::text).toList());
    problem.setProperty("resource", e.resource().map(ResourceId::toString).orElse(null));
    return problem;
  }

  private static String text(RequiredPermission missing) {
    return missing.permission() + " on " + missing.resource();
  }

  private static HttpStatus status(OnboardingException e) {
    if (e.getCause() instanceof RejectedExecutionException) {
      return HttpStatus.SERVICE_UNAVAILABLE;
    }
    return switch (e.category()) {
      case CALLER -> HttpStatus.BAD_REQUEST;
      case PERMISSION -> HttpStatus.FORBIDDEN;
      case CONFLICT -> HttpStatus.CONFLICT;
      case TRANSIENT -> HttpStatus.SERVICE_UNAVAILABLE;
      case UNKNOWN_OUTCOME -> HttpStatus.BAD_GATEWAY;
      case PROVIDER_BUG -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
