package dev.onboard4j.testkit.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onboard4j.testkit.Http;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Raw requests to an embedded Azure. */
final class AzureClient {
  static final String GROUP = "/subscriptions/" + EmbeddedAzure.SUBSCRIPTION + "/resourceGroups/g";
  static final String OTHER = "/subscriptions/" + EmbeddedAzure.SUBSCRIPTION + "/resourceGroups/o";
  static final String ROLES = "/providers/Microsoft.Authorization/roleDefinitions";
  static final String ASSIGNMENTS = "/providers/Microsoft.Authorization/roleAssignments";
  static final String ROLE = "7e1e0000-0000-4000-8000-000000000001";
  static final String ASSIGNMENT = "a551e000-0000-4000-8000-000000000001";
  static final String PRINCIPAL = "9a1b0000-0000-4000-8000-000000000001";

  private static final ObjectMapper JSON = new ObjectMapper();
  private final Http http;

  AzureClient(EmbeddedAzure azure) {
    this(azure, "any");
  }

  AzureClient(EmbeddedAzure azure, String token) {
    http =
        Http.to(azure.endpoint())
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json");
  }

  /** The same with one more header. */
  AzureClient header(String name, String value) {
    http.header(name, value);
    return this;
  }

  HttpResponse<String> send(String method, String path, String body) throws IOException {
    return http.send(method, path.replace(" ", "%20").replace("'", "%27"), body);
  }

  /** A request to Resource Manager, Microsoft.Authorization. */
  HttpResponse<String> arm(String method, String path, String body) throws IOException {
    String sign = path.contains("?") ? "&" : "?";
    return send(method, path + sign + "api-version=2022-04-01", body);
  }

  JsonNode read(String path) throws IOException {
    HttpResponse<String> reply = arm("GET", path, "");
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return JSON.readTree(reply.body());
  }

  static JsonNode json(HttpResponse<String> reply) throws IOException {
    return JSON.readTree(reply.body());
  }

  /** The status and the code of an error: {@code 409 RoleAssignmentExists}. */
  static String error(HttpResponse<String> reply) throws IOException {
    return reply.statusCode() + " " + json(reply).path("error").path("code").asText();
  }

  HttpResponse<String> putRole(String guid, String name, List<String> scopes, String... actions)
      throws IOException {
    return arm(
        "PUT",
        scopes.get(0) + ROLES + "/" + guid,
        "{\"properties\":{\"roleName\":\"%s\",\"assignableScopes\":%s,\"permissions\":[{\"actions\":%s}]}}"
            .formatted(name, JSON.valueToTree(scopes), JSON.valueToTree(List.of(actions))));
  }

  HttpResponse<String> assign(String guid, String scope, String role, String principal)
      throws IOException {
    return arm(
        "PUT",
        scope + ASSIGNMENTS + "/" + guid,
        ("{\"properties\":{\"roleDefinitionId\":\"%s%s/%s\",\"principalId\":\"%s\","
                + "\"principalType\":\"ServicePrincipal\"}}")
            .formatted(GROUP.replaceFirst("/resourceGroups.*", ""), ROLES, role, principal));
  }

  List<String> names(String path) throws IOException {
    List<String> names = new ArrayList<>();
    read(path).path("value").forEach(one -> names.add(one.path("name").asText()));
    return names;
  }
}
