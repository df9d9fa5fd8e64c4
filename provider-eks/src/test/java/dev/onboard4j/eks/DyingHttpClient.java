package dev.onboard4j.eks;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * The process dies at the n-th request: from then on nothing of that run reaches the cloud any
 * more.
 */
final class DyingHttpClient implements SdkHttpClient {
  /** When exactly. */
  enum Moment {
    /** Before the request has its effect. */
    BEFORE,
    /** After the effect, before the reply arrives. */
    AFTER_EFFECT,
    /** After the reply arrived. */
    AFTER_REPLY
  }

  /** No handler of exceptions is meant to catch it. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final SdkHttpClient alive = Apache5HttpClient.create();
  private final int nth;
  private final Moment moment;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicBoolean dead = new AtomicBoolean();

  DyingHttpClient(int nth, Moment moment) {
    this.nth = nth;
    this.moment = moment;
  }

  /** How many requests came this far. */
  int sent() {
    return sent.get();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = alive.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return send(prepared);
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private HttpExecuteResponse send(ExecutableHttpRequest request) throws IOException {
    if (dead.get()) {
      throw new Died();
    }
    boolean last = sent.incrementAndGet() == nth;
    if (last) {
      dead.set(true);
    }
    if (last && moment == Moment.BEFORE) {
      throw new Died();
    }
    HttpExecuteResponse reply = request.call();
    if (last && moment == Moment.AFTER_EFFECT) {
      reply.responseBody().ifPresent(body -> body.abort());
      throw new Died();
    }
    return reply;
  }

  @Override
  public void close() {
    alive.close();
  }
}
