package dev.onboard4j.gke;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.spi.RequestContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Sends requests to Google through the engine and translates Google's errors. */
final class Gcp {
  private Gcp() {}

  static <T> T read(RequestContext requests, ApiRequest request, Supplier<T> send) {
    return requests.read(request, () -> GcpErrors.translated(request, send));
  }

  /** Reads an object; empty if Google answers NOT_FOUND. */
  static <T> Optional<T> find(RequestContext requests, ApiRequest request, Supplier<T> send) {
    return read(requests, request, () -> found(send));
  }

  private static <T> Optional<T> found(Supplier<T> send) {
    try {
      return Optional.of(send.get());
    } catch (ApiException e) {
      if (GcpErrors.code(e) == StatusCode.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  static <T> T write(RequestContext requests, ApiRequest request, Supplier<T> send) {
    return requests.write(request, () -> GcpErrors.translated(request, send));
  }

  /** Sends a write; returns the refusal if it is an expected one, else empty. */
  static Optional<ApiException> refusal(
      RequestContext requests,
      ApiRequest request,
      Predicate<ApiException> expected,
      Runnable send) {
    return write(requests, request, () -> refused(expected, send));
  }

  private static Optional<ApiException> refused(Predicate<ApiException> expected, Runnable send) {
    try {
      send.run();
      return Optional.empty();
    } catch (ApiException e) {
      if (expected.test(e)) {
        return Optional.of(e);
      }
      throw e;
    }
  }

  /** Sends a write; returns the code with which Google refused it, if listed, else empty. */
  static Optional<StatusCode.Code> refusal(
      RequestContext requests, ApiRequest request, Set<StatusCode.Code> codes, Runnable send) {
    return refusal(requests, request, e -> codes.contains(GcpErrors.code(e)), send)
        .map(GcpErrors::code);
  }

  /** Sends a write; returns false if Google refuses it with that code, often as done already. */
  static boolean tried(
      RequestContext requests, ApiRequest request, StatusCode.Code code, Runnable send) {
    return refusal(requests, request, Set.of(code), send).isEmpty();
  }
}
