package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * A reply before its service's headers are added.
 *
 * @param status the HTTP status
 * @param body the JSON body; null for none
 * @param headers the headers of this reply only
 * @param layout the white space of the body
 */
record AzureReply(int status, JsonNode body, Map<String, String> headers, Layout layout) {
  /** Services differ: Microsoft.Authorization answers compact, AKS indented. */
  enum Layout {
    COMPACT,
    INDENTED
  }

  static AzureReply of(int status, JsonNode body) {
    return new AzureReply(status, body, Map.of(), Layout.COMPACT);
  }

  static AzureReply empty(int status) {
    return of(status, NullNode.getInstance());
  }

  AzureReply indented() {
    return new AzureReply(status, body, headers, Layout.INDENTED);
  }

  AzureReply header(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new AzureReply(status, body, more, layout);
  }

  String text() {
    if (body.isNull()) {
      return "";
    }
    return layout == Layout.INDENTED ? AzureJson.indented(body) : AzureJson.compact(body);
  }
}
