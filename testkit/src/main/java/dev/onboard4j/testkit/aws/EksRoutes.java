package dev.onboard4j.testkit.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onboard4j.testkit.cloud.WireRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Maps REST requests of EKS to operations by method and path (EKS API reference). */
final class EksRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EksRoutes() {}

  static AwsCall parse(WireRequest request, String region) {
    Map<String, String> parameters = new TreeMap<>(request.query());
    body(request.body(), parameters);
    List<String> path = request.path();
    String first = path.isEmpty() ? "" : path.get(0);
    if (first.equals("tags")) {
      parameters.put("resourceArn", String.join("/", path.subList(1, path.size())));
      return call(region, tagging(request.method()), parameters);
    }
    return cluster(region, request.method(), path, parameters);
  }

  private static AwsCall cluster(
      String region, String method, List<String> path, Map<String, String> parameters) {
    if (path.size() > 1) {
      parameters.put("clusterName", path.get(1));
    }
    if (path.size() > 2 && path.get(2).equals("access-entries")) {
      if (path.size() > 3) {
        parameters.put("principalArn", String.join("/", path.subList(3, path.size())));
      }
      return call(region, accessEntries(method, path.size() > 3), parameters);
    }
    return call(region, path.size() > 1 ? "DescribeCluster" : "ListClusters", parameters);
  }

  private static AwsCall call(String region, String action, Map<String, String> parameters) {
    return new AwsCall("eks", region, action, parameters, 0);
  }

  private static String tagging(String method) {
    return switch (method) {
      case "POST" -> "TagResource";
      case "DELETE" -> "UntagResource";
      default -> "ListTagsForResource";
    };
  }

  private static String accessEntries(String method, boolean one) {
    return switch (method) {
      case "POST" -> one ? "UpdateAccessEntry" : "CreateAccessEntry";
      case "DELETE" -> "DeleteAccessEntry";
      default -> one ? "DescribeAccessEntry" : "ListAccessEntries";
    };
  }

  private static void body(String body, Map<String, String> parameters) {
    if (body.isBlank()) {
      return;
    }
    try {
      Map<?, ?> tree = JSON.readValue(body, Map.class);
      tree.forEach((key, value) -> put(parameters, String.valueOf(key), value));
    } catch (JsonProcessingException e) {
      throw new AwsFailure(400, "InvalidRequestException", "the body is no JSON object");
    }
  }

  /** The members of an object become {@code key.name}. */
  private static void put(Map<String, String> parameters, String key, Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, text) -> parameters.put(key + "." + name, String.valueOf(text)));
    } else {
      parameters.put(key, String.valueOf(value));
    }
  }
}
