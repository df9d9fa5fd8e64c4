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

  /** Reads an object that may be absent; only NOT_FOUND says that it is. */
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

  /** Writes, and answers the refusal if it is an expected one; empty when Google accepts. */
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

  /** Writes, and answers with which of these codes Google refused; empty when it accepts. */
  static Optional<StatusCode.Code> refusal(
      RequestContext requests, ApiRequest request, Set<StatusCode.Code> codes, Runnable send) {
    return refusal(requests, request, e -> codes.contains(GcpErrors.code(e)), send)
        .map(GcpErrors::code);
  }

  /** Writes, and answers false when Google refuses with that code: often it is done already. */
  static boolean tried(
      RequestContext requests, ApiRequest request, StatusCode.Code code, Runnable send) {
    return refusal(requests, request, Set.of(code), send).isEmpty();
  }
}
