package dev.onboard4j.aks;

import com.azure.core.http.HttpMethod;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.RequiredPermission;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One request to Azure: what the engine has to know about it, and what goes over the wire.
 *
 * @param api the API, the operation and the permissions
 * @param method the method
 * @param path the path and the query, or a whole address that an earlier reply named
 * @param body the JSON to send; empty for none
 * @param prefer what the header {@code Prefer} asks for; the empty string for nothing
 */
record AzureRequest(
    ApiRequest api, HttpMethod method, String path, Map<String, Object> body, String prefer) {
  static final String ARM = "arm";
  static final String GRAPH = "graph";
  static final String LOGIN = "login";

  static AzureRequest of(ApiRequest api, HttpMethod method, String path) {
    return new AzureRequest(api, method, path, Map.of(), "");
  }

  AzureRequest sending(Map<String, Object> json) {
    return new AzureRequest(api, method, path, json, prefer);
  }

  AzureRequest preferring(String preference) {
    return new AzureRequest(api, method, path, body, preference);
  }

  /** The same request for the next page. */
  AzureRequest at(String address) {
    return new AzureRequest(api, method, address, body, prefer);
  }

  /** The permissions that these requests require together. */
  static List<RequiredPermission> permissions(AzureRequest... requests) {
    return Arrays.stream(requests)
        .flatMap(request -> request.api().permissions().stream())
        .distinct()
        .toList();
  }
}
