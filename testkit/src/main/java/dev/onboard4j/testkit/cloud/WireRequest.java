package dev.onboard4j.testkit.cloud;

import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP request, as an embedded cloud sees it.
 *
 * @param method GET, POST ...
 * @param path the decoded parts of the path
 * @param query the query's parameters
 * @param headers its headers, by their name in lower case
 * @param authorization the header of that name, or the empty string
 * @param type the body's media type without parameters, or the empty string
 * @param body the body as text
 */
public record WireRequest(
    String method,
    List<String> path,
    Map<String, String> query,
    Map<String, String> headers,
    String authorization,
    String type,
    String body) {
  static WireRequest of(Request request) {
    URI uri = URI.create(request.getUrl());
    String authorization = request.getHeader("Authorization");
    String type = request.getHeader("Content-Type");
    return new WireRequest(
        request.getMethod().getName(),
        Arrays.stream(uri.getRawPath().split("/", -1))
            .filter(part -> !part.isEmpty())
            .map(WireRequest::decoded)
            .toList(),
        form(uri.getRawQuery() == null ? "" : uri.getRawQuery()),
        headers(request),
        authorization == null ? "" : authorization,
        type == null ? "" : type.replaceFirst(";.*", "").strip(),
        request.getBodyAsString());
  }

  private static Map<String, String> headers(Request request) {
    Map<String, String> headers = new TreeMap<>();
    for (HttpHeader header : request.getHeaders().all()) {
      headers.put(header.key().toLowerCase(Locale.ROOT), header.firstValue());
    }
    return headers;
  }

  /** The parameters of a form. */
  public static Map<String, String> form(String text) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
