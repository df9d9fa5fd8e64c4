package dev.onboard4j.kubernetes;

import dev.onboard4j.model.Secret;
import java.io.IOException;
import java.util.function.Supplier;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Sends requests with a bearer token, and once more with a new token after 401. Thread-safe. */
final class BearerTokens implements Interceptor {
  private final Supplier<Secret> tokens;
  private final boolean cached;
  private Secret token;

  private BearerTokens(Supplier<Secret> tokens, boolean cached, Secret token) {
    this.tokens = tokens;
    this.cached = cached;
    this.token = token;
  }

  /** Asks for a token before each request: the supplier knows how long a token is valid. */
  static BearerTokens eachTime(Supplier<Secret> tokens) {
    return new BearerTokens(tokens, false, Secret.of(""));
  }

  /** Uses the first token until the API server refuses it, and then asks for another one. */
  static BearerTokens renewed(Secret first, Supplier<Secret> tokens) {
    return new BearerTokens(tokens, true, first);
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    if (!cached) {
      return chain.proceed(signed(chain.request(), tokens.get()));
    }
    Secret used = current();
    Response response = chain.proceed(signed(chain.request(), used));
    if (response.code() != 401) {
      return response;
    }
    response.close();
    return chain.proceed(signed(chain.request(), after(used)));
  }

  private static Request signed(Request request, Secret token) {
    return token.use(
        text -> request.newBuilder().header("Authorization", "Bearer " + text).build());
  }

  private synchronized Secret current() {
    return token;
  }

  private synchronized Secret after(Secret refused) {
    if (token.equals(refused)) {
      token = tokens.get();
    }
    return token;
  }
}
