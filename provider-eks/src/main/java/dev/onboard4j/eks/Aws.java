package dev.onboard4j.eks;

import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Requests to AWS in the shapes that handlers need. */
final class Aws {
  private Aws() {}

  /** A page of a listing: its items, and the marker of the next page or null. */
  record Page<T>(List<T> items, @Nullable String next) {}

  static <T> T read(RequestContext requests, String action, String resource, Supplier<T> request) {
    return requests.read(action, () -> AwsErrors.translated(action, resource, request));
  }

  /** Reads what may not be there. */
  static <T> Optional<T> find(
      RequestContext requests,
      String action,
      String resource,
      Class<? extends AwsServiceException> absent,
      Supplier<T> request) {
    return read(
        requests,
        action,
        resource,
        () -> {
          try {
            return Optional.of(request.get());
          } catch (AwsServiceException e) {
            if (absent.isInstance(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** All pages of a listing of what may not be there; then there are no items. */
  static <T> List<T> list(
      RequestContext requests,
      String action,
      String resource,
      Class<? extends AwsServiceException> absent,
      Function<@Nullable String, Page<T>> page) {
    List<T> all = new ArrayList<>();
    String marker = null;
    do {
      String at = marker;
      Page<T> got =
          find(requests, action, resource, absent, () -> page.apply(at))
              .orElse(new Page<>(List.of(), null));
      all.addAll(got.items());
      marker = got.next();
    } while (marker != null);
    return all;
  }

  static void write(RequestContext requests, String action, String resource, Supplier<?> request) {
    requests.<Object>write(
        action,
        () -> {
          AwsErrors.translated(action, resource, request::get);
          return action;
        });
  }

  /** Writes, and answers false when AWS refuses with that code: often it is done already. */
  static boolean tried(
      RequestContext requests, String action, String resource, String code, Supplier<?> request) {
    return refusal(requests, action, resource, Set.of(code), request).isEmpty();
  }

  /** Writes, and answers with which of these codes AWS refused; empty when it did not. */
  static String refusal(
      RequestContext requests,
      String action,
      String resource,
      Set<String> codes,
      Supplier<?> request) {
    return requests.write(
        action,
        () ->
            AwsErrors.translated(
                action,
                resource,
                () -> {
                  try {
                    Objects.requireNonNull(request.get(), action);
                    return "";
                  } catch (SdkServiceException e) {
                    if (!AwsErrors.code(e).isEmpty() && codes.contains(AwsErrors.code(e))) {
                      return AwsErrors.code(e);
                    }
                    throw e;
                  }
                }));
  }
}
