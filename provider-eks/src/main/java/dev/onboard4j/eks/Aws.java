package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.RequestContext;
import java.util.ArrayList;
import java.util.Collection;
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

  static <T> T read(RequestContext requests, ApiRequest request, Supplier<T> send) {
    return requests.read(request, () -> AwsErrors.translated(request, send));
  }

  /** Reads an object; empty if it does not exist. */
  static <T> Optional<T> find(
      RequestContext requests,
      ApiRequest request,
      Class<? extends AwsServiceException> absent,
      Supplier<T> send) {
    return read(
        requests,
        request,
        () -> {
          try {
            return Optional.of(send.get());
          } catch (AwsServiceException e) {
            if (!absent.isInstance(e)) {
              throw e;
            }
            AwsErrors.checkComplete(request, e);
            return Optional.empty();
          }
        });
  }

  /** Reads all pages of a listing; no items if the listed object does not exist. */
  static <T> List<T> list(
      RequestContext requests,
      ApiRequest request,
      Class<? extends AwsServiceException> absent,
      Function<@Nullable String, Page<T>> page) {
    List<T> all = new ArrayList<>();
    String marker = null;
    do {
      String at = marker;
      Page<T> got =
          find(requests, request, absent, () -> page.apply(at)).orElse(new Page<>(List.of(), null));
      all.addAll(got.items());
      marker = got.next();
    } while (marker != null);
    return all;
  }

  /** The marker of the next page, or null if this page is the last one. */
  static @Nullable String next(@Nullable Boolean truncated, @Nullable String marker) {
    return Boolean.TRUE.equals(truncated) ? marker : null;
  }

  /** Sends a write and returns the request. */
  static Object write(RequestContext requests, ApiRequest request, Supplier<?> send) {
    return requests.<Object>write(
        request,
        () -> {
          AwsErrors.translated(request, send::get);
          return request;
        });
  }

  /** Sends a write; returns false if AWS refuses it with that code. */
  static boolean tried(RequestContext requests, ApiRequest request, String code, Supplier<?> send) {
    return refusal(requests, request, Set.of(code), send).isEmpty();
  }

  /** Sends a write; returns the listed code with which AWS refused it, or the empty string. */
  static String refusal(
      RequestContext requests, ApiRequest request, Set<String> codes, Supplier<?> send) {
    return requests.write(
        request,
        () ->
            AwsErrors.translated(
                request,
                () -> {
                  try {
                    Objects.requireNonNull(send.get(), request::toString);
                    return "";
                  } catch (SdkServiceException e) {
                    if (!AwsErrors.code(e).isEmpty() && codes.contains(AwsErrors.code(e))) {
                      return AwsErrors.code(e);
                    }
                    throw e;
                  }
                }));
  }

  /** The permissions that these requests take together. */
  static List<RequiredPermission> permissions(Collection<ApiRequest> requests) {
    return requests.stream().flatMap(one -> one.permissions().stream()).distinct().toList();
  }
}
