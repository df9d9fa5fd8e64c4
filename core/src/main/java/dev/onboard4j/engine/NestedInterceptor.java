package dev.onboard4j.engine;

import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import java.util.function.Supplier;

/** One interceptor around another. */
public record NestedInterceptor(RequestInterceptor outer, RequestInterceptor inner)
    implements RequestInterceptor {
  @Override
  public <T> T send(OutgoingRequest request, Supplier<T> send) {
    return outer.send(request, () -> inner.send(request, send));
  }
}
