package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onboard4j.testkit.cloud.WireRequest;

/**
 * One request whose sender is known.
 *
 * @param request the request on the wire
 * @param body its JSON body, empty for none
 * @param caller its sender
 * @param base where links of the reply begin: {@code https://management.azure.com}
 * @param hidden the number of reads that miss the object that the request creates
 */
record AzureCall(
    WireRequest request, ObjectNode body, AzurePrincipal caller, String base, int hidden) {
  /** A parameter of the query, whose names have no case; the empty string for none. */
  String query(String name) {
    return query(request, name);
  }

  static String query(WireRequest request, String name) {
    return request.query().entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(name))
        .map(java.util.Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** A header; the empty string for none. */
  String header(String name) {
    return request.headers().getOrDefault(name, "");
  }

  String path() {
    return "/" + String.join("/", request.path());
  }
}
