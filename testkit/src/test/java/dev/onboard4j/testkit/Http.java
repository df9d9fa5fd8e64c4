package dev.onboard4j.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Plain HTTP requests to an embedded cloud. */
public final class Http {
  private final URI address;
  private final List<String> headers = new ArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Http(URI address) {
    this.address = address;
  }

  public static Http to(URI address) {
    return new Http(address);
  }

  public Http header(String name, String value) {
    headers.add(name);
    headers.add(value);
    return this;
  }

  /**
   * Sends one request.
   *
   * @throws IOException if no whole reply arrives
   */
  public HttpResponse<String> send(String method, String path, String body) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> get(String path) throws IOException {
    return send("GET", path, "");
  }
}
