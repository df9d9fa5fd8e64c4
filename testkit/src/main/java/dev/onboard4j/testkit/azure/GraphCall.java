package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A request to Graph.
 *
 * @param call the request
 * @param keys the keys of its path
 */
record GraphCall(AzureCall call, List<GraphTarget.Key> keys) {
  ObjectNode body() {
    return call.body();
  }

  GraphTarget.Key key() {
    return keys.get(0);
  }

  String second() {
    return keys.get(1).value();
  }

  /** Answers from the index, which is later than the directory. */
  boolean eventual() {
    return call.header("consistencylevel").equalsIgnoreCase("eventual");
  }

  boolean creating() {
    return call.header("prefer").contains("create-if-missing");
  }

  static AzureFailure missing(String id) {
    return new AzureFailure(
        404,
        "Request_ResourceNotFound",
        ("Resource '" + id + "' does not exist or one of its queried reference-property objects")
            + " are not present.");
  }

  static AzureFailure bad(String message) {
    return new AzureFailure(400, "Request_BadRequest", message);
  }
}
