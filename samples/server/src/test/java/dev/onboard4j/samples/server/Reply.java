package dev.onboard4j.samples.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The reply to a request: its status, its media type, and its body as JSON. */
record Reply(int status, String type, JsonNode body) {
  String text(String field) {
    return body.path(field).asText();
  }

  boolean is(String field) {
    return body.path(field).asBoolean();
  }

  /** The values of a field of each element of an array. */
  List<String> all(String array, String field) {
    return body.path(array).findValuesAsText(field);
  }
}
