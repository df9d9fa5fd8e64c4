package dev.onboard4j.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onboard4j.testkit.kube.Api;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests requests that no handler sends, and what becomes of objects after them. */
abstract class OddRequests {
  final String name = "b" + UUID.randomUUID().toString().substring(0, 8);
  Api admin;

  /** The API server as that user: {@code admin}, or one of {@code user-0} to {@code user-39}. */
  abstract Api as(String user);

  @BeforeEach
  void reach() {
    admin = as("admin");
  }

  String role(String more) {
    return "{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"ClusterRole\",\"metadata\":{\"name\":\""
        + name
        + "\"},"
        + more
        + "}";
  }

  static String binding(String name, String role, String user) {
    return """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding",
         "metadata":{"name":"%s"},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"%s"},
         "subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"%s"}]}
        """
        .formatted(name, role, user);
  }

  String configMap(String more) {
    return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
        + name
        + "\""
        + more
        + "}";
  }

  static String collection() {
    return "/api/v1/namespaces/default/configmaps";
  }

  @Test
  void aSubjectOfAnUnknownKindIsRefused() {
    Api.Answer refused =
        admin.post(
            Api.clusterBindings(),
            "",
            binding(name, "view", "somebody").replace("\"kind\":\"User\"", "\"kind\":\"Robot\""));
    assertThat(refused.code()).isEqualTo(422);
    assertThat(refused.message()).contains("subjects[0].kind: Unsupported value: \"Robot\"");
  }

  @Test
  void aJsonPatchOfAMissingObjectFindsNothing() {
    Api.Answer answer =
        admin.send("PATCH", Api.clusterRole(name), "", "[]", "application/json-patch+json");
    assertThat(answer.code()).isEqualTo(404);
  }

  @Test
  void anApplyWithoutFieldsLeavesNoNull() {
    Api.Answer made =
        admin.patch(
            Api.APPLY,
            Api.configMap("default", name),
            "fieldManager=test",
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
                + name
                + "\"}}");
    assertThat(made.code()).isEqualTo(201);
    assertThat(made.body().path("metadata").path("managedFields").isNull()).isFalse();
  }

  @Test
  void severalErrorsAreToldInOneMessage() {
    Api.Answer refused =
        admin.post(
            Api.clusterRoles(),
            "",
            role("\"rules\":[{\"verbs\":[]},{\"verbs\":[\"get\"],\"apiGroups\":[\"\"]}]"));
    assertThat(refused.message())
        .endsWith(
            "is invalid: [rules[0].verbs: Required value: verbs must contain at least one value,"
                + " rules[0].apiGroups: Required value: resource rules must supply at least one api"
                + " group, rules[0].resources: Required value: resource rules must supply at least"
                + " one resource, rules[1].resources: Required value: resource rules must supply at"
                + " least one resource]");
  }

  @Test
  void emptyRulesAndSubjectsAreStoredAsNone() {
    assertThat(admin.post(Api.clusterRoles(), "", role("\"rules\":[]")).code()).isEqualTo(201);
    assertThat(admin.get(Api.clusterRole(name)).body().path("rules").isNull()).isTrue();
    String body = binding(name, "view", "x").replaceFirst("\"subjects\":.*]", "\"subjects\":[]");
    assertThat(admin.post(Api.clusterBindings(), "", body).code()).isEqualTo(201);
    assertThat(admin.get(Api.clusterBindings() + "/" + name).body().has("subjects")).isFalse();
  }

  @Test
  void anObjectThatLostAllManagersIsTrackedAgainFromItsNextApplyOn() {
    String path = Api.configMap("default", name);
    admin.post(collection(), "fieldManager=a", configMap("},\"data\":{\"a\":\"1\"}"));
    admin.patch(Api.MERGE, path, "fieldManager=b", "{\"data\":null}");
    admin.patch(Api.MERGE, path, "fieldManager=b", "{\"data\":{\"b\":\"2\"}}");
    assertThat(admin.get(path).body().path("metadata").has("managedFields")).isFalse();
    String applied =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
            + name
            + "\"},\"data\":{\"c\":\"3\"}}";
    JsonNode after = admin.patch(Api.APPLY, path, "fieldManager=c", applied).body();
    assertThat(after.path("metadata").path("managedFields").findValuesAsText("manager"))
        .containsExactly("c", "before-first-apply");
  }
}
