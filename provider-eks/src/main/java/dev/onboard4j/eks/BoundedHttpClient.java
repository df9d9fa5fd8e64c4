package dev.onboard4j.eks;

import dev.onboard4j.spi.support.Lazy;
import java.io.FilterInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Aborts a request whose reply is not complete after a limit. Thread-safe.
 *
 * <p>The SDK's own limit ({@code apiCallAttemptTimeout}) interrupts the thread and clears its flag
 * afterwards, so that an interrupt of the embedder in the meantime is lost.
 */
final class BoundedHttpClient implements SdkHttpClient {
  private final SdkHttpClient http;
  private final Duration limit;
  private final Lazy<ScheduledThreadPoolExecutor> timer =
      Lazy.of(BoundedHttpClient::timer, ScheduledThreadPoolExecutor::shutdownNow);

  /** Leaves the client open when this one is closed. */
  BoundedHttpClient(SdkHttpClient http, Duration limit) {
    this.http = http;
    this.limit = limit;
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "onboard4j-aws-request-limit");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new Bounded(http.prepareRequest(request));
  }

  @Override
  public String clientName() {
    return http.clientName();
  }

  @Override
  public void close() {
    timer.close();
  }

  private final class Bounded implements ExecutableHttpRequest {
    private final ExecutableHttpRequest request;

    Bounded(ExecutableHttpRequest request) {
      this.request = request;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      Future<?> end = timer.get().schedule(request::abort, limit.toNanos(), TimeUnit.NANOSECONDS);
      try {
        HttpExecuteResponse response = request.call();
        return response.responseBody().map(body -> until(body, response, end)).orElse(response);
      } catch (Throwable e) {
        end.cancel(false);
        throw e;
      }
    }

    private HttpExecuteResponse until(
        AbortableInputStream body, HttpExecuteResponse response, Future<?> end) {
      return HttpExecuteResponse.builder()
          .response(response.httpResponse())
          .responseBody(AbortableInputStream.create(new Body(body, end), body))
          .build();
    }

    @Override
    public void abort() {
      request.abort();
    }
  }

  /** The body of a reply, which is complete when it is closed. */
  private static final class Body extends FilterInputStream {
    private final Future<?> end;

    Body(AbortableInputStream body, Future<?> end) {
      super(body);
      this.end = end;
    }

    @Override
    public void close() throws IOException {
      end.cancel(false);
      super.close();
    }
  }
}
