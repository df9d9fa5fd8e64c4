package dev.onboard4j.gke;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import dev.onboard4j.spi.RequestContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Sends requests to Google through the engine; each is named by the permission it takes. */
final class Gcp {
  private Gcp() {}

  static <T> T read(
      RequestContext requests, String permission, String resource, Supplier<T> request) {
    return requests.read(permission, () -> GcpErrors.translated(permission, resource, request));
  }

  /** Reads what may not be there; of an API that is not enabled there is nothing, either. */
  static <T> Optional<T> find(
      RequestContext requests, String permission, String resource, Supplier<T> request) {
    return read(
        requests,
        permission,
        resource,
        () -> {
          try {
            return Optional.of(request.get());
          } catch (ApiException e) {
            if (GcpErrors.code(e) == StatusCode.Code.NOT_FOUND || GcpErrors.disabled(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  static <T> T write(
      RequestContext requests, String permission, String resource, Supplier<T> request) {
    return requests.write(permission, () -> GcpErrors.translated(permission, resource, request));
  }

  /** Writes, and answers with which of these codes Google refused; empty when it did not. */
  static Optional<StatusCode.Code> refusal(
      RequestContext requests,
      String permission,
      String resource,
      Set<StatusCode.Code> codes,
      Runnable request) {
    return write(
        requests,
        permission,
        resource,
        () -> {
          try {
            request.run();
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
      RequestContext requests,
      String permission,
      String resource,
      StatusCode.Code code,
      Runnable request) {
    return refusal(requests, permission, resource, Set.of(code), request).isEmpty();
  }
}
