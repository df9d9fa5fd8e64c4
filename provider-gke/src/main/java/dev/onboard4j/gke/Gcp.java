package dev.onboard4j.gke;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.spi.RequestContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Sends requests to Google through the engine and translates Google's errors. */
final class Gcp {
  private Gcp() {}

  static <T> T read(RequestContext requests, ApiRequest request, Supplier<T> send) {
    return requests.read(request, () -> GcpErrors.translated(request, send));
  }

  /** Reads what may be absent; an API that is not enabled counts as having nothing, too. */
  static <T> Optional<T> find(RequestContext requests, ApiRequest request, Supplier<T> send) {
    return read(
        requests,
        request,
        () -> {
          try {
            return Optional.of(send.get());
          } catch (ApiException e) {
            if (GcpErrors.code(e) == StatusCode.Code.NOT_FOUND || GcpErrors.disabled(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  static <T> T write(RequestContext requests, ApiRequest request, Supplier<T> send) {
    return requests.write(request, () -> GcpErrors.translated(request, send));
  }

  /** Writes, and answers with which of these codes Google refused; empty when it did not. */
  static Optional<StatusCode.Code> refusal(
      RequestContext requests, ApiRequest request, Set<StatusCode.Code> codes, Runnable send) {
    return write(
        requests,
        request,
        () -> {
          try {
            send.run();
            return Optional.empty();
          } catch (ApiException e) {
            if (codes.contains(GcpErrors.code(e))) {
              return Optional.of(GcpErrors.code(e));
            }
            throw e;
          }
        });
  }

  /** Writes, and answers false when Google refuses with that code: often it is done already. */
  static boolean tried(
      RequestContext requests, ApiRequest request, StatusCode.Code code, Runnable send) {
    return refusal(requests, request, Set.of(code), send).isEmpty();
  }
}
