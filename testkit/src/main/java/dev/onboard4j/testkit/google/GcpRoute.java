package dev.onboard4j.testkit.google;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One HTTP route to a gRPC method, from its google.api.http annotation (AIP-127).
 *
 * @param verb the HTTP method
 * @param path the pattern of paths; each group is a variable
 * @param variables the request's fields that the groups fill
 * @param body the field that the body fills: {@code *} for all of them, empty for none
 * @param method the method
 */
record GcpRoute(
    String verb, Pattern path, List<String> variables, String body, MethodDescriptor<?, ?> method) {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^}=]+)(?:=([^}]*))?}");

  /** Every route to a method: its own and the additional ones. */
  static List<GcpRoute> of(MethodDescriptor<?, ?> method) {
    List<GcpRoute> routes = new ArrayList<>();
    if (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier described) {
      Descriptors.MethodDescriptor descriptor = described.getMethodDescriptor();
      HttpRule rule = descriptor.getOptions().getExtension(AnnotationsProto.http);
      add(rule, method, routes);
      rule.getAdditionalBindingsList().forEach(more -> add(more, method, routes));
    }
    return routes;
  }

  private static void add(HttpRule rule, MethodDescriptor<?, ?> method, List<GcpRoute> routes) {
    switch (rule.getPatternCase()) {
      case GET -> routes.add(of("GET", rule.getGet(), rule.getBody(), method));
      case POST -> routes.add(of("POST", rule.getPost(), rule.getBody(), method));
      case PATCH -> routes.add(of("PATCH", rule.getPatch(), rule.getBody(), method));
      case PUT -> routes.add(of("PUT", rule.getPut(), rule.getBody(), method));
      case DELETE -> routes.add(of("DELETE", rule.getDelete(), rule.getBody(), method));
      default -> {
        // The method has no HTTP route.
      }
    }
  }

  /** {@code /v1/{name=projects/*}:verb}: a star is one segment, two are any number. */
  static GcpRoute of(String verb, String template, String body, MethodDescriptor<?, ?> method) {
    List<String> variables = new ArrayList<>();
    StringBuilder regex = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(template);
    int at = 0;
    while (matcher.find()) {
      regex.append(literal(template.substring(at, matcher.start())));
      variables.add(matcher.group(1));
      regex.append('(').append(literal(matcher.group(2) == null ? "*" : matcher.group(2)));
      regex.append(')');
      at = matcher.end();
    }
    regex.append(literal(template.substring(at)));
    return new GcpRoute(verb, Pattern.compile(regex.toString()), variables, body, method);
  }

  private static String literal(String text) {
    return Pattern.quote(text).replace("**", "\\E.+\\Q").replace("*", "\\E[^/:]+\\Q");
  }

  /** The values of the variables, if this route matches the request. */
  Optional<Map<String, String>> match(String asked, String at) {
    Matcher matcher = path.matcher(at);
    if (!verb.equals(asked) || !matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < variables.size(); i++) {
      values.put(variables.get(i), matcher.group(i + 1));
    }
    return Optional.of(values);
  }
}
