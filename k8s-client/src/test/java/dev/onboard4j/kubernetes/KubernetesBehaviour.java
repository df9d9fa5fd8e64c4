package dev.onboard4j.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.onboard4j.testkit.kube.Api;
import dev.onboard4j.testkit.kube.RuleText;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Tests the behaviour of API servers that the handlers rely on, real and embedded. */
abstract class KubernetesBehaviour extends OddRequests {
  private static final String RULES =
      "\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\"secrets\"],\"verbs\":[\"get\"]}]";

  /** A user that no other test uses. */
  abstract String stranger();

  /** A user with these rules, once the API server has observed them. */
  private Api userWith(String rules) {
    String user = stranger();
    String holder = "holder-" + name;
    admin.post(Api.clusterRoles(), "", role(rules).replace(name, holder));
    admin.post(Api.clusterBindings(), "", binding(holder, holder, user));
    Api api = as(user);
    Awaitility.await("the grant is seen")
        .until(() -> api.get(Api.clusterRole("no-such-role")).code() == 404);
    return api;
  }

  private static String mayWriteRoles(String more) {
    return "\"rules\":[{\"apiGroups\":[\"rbac.authorization.k8s.io\"],\"resources\":"
        + "[\"clusterroles\",\"clusterrolebindings\"],\"verbs\":"
        + "[\"get\",\"create\",\"update\",\"patch\""
        + more
        + "]}]";
  }

  @Test
  void noUserWritesARoleWithMoreRulesThanItHolds() {
    Api user = userWith(mayWriteRoles(""));
    String words =
        "is attempting to grant RBAC permissions not currently held:\n"
            + "{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\"]}";
    Api.Answer created = user.post(Api.clusterRoles(), "", role(RULES));
    assertThat(created.code()).isEqualTo(403);
    assertThat(created.message()).startsWith("clusterroles.rbac.authorization.k8s.io \"" + name);
    assertThat(created.message()).endsWith(words);
    assertThat(user.post(Api.clusterRoles(), "dryRun=All", role(RULES)).message()).endsWith(words);
    assertThat(user.put(Api.clusterRole(name), "", role(RULES)).message()).endsWith(words);
    assertThat(
            user.patch(Api.APPLY, Api.clusterRole(name), "fieldManager=test", role(RULES))
                .message())
        .endsWith(words);
    assertThat(admin.get(Api.clusterRole(name)).code()).isEqualTo(404);
  }

  @Test
  void theVerbEscalateLiftsTheCheck() {
    Api user = userWith(mayWriteRoles(",\"escalate\""));
    assertThat(user.post(Api.clusterRoles(), "", role(RULES)).code()).isEqualTo(201);
  }

  @Test
  void theVerbBindLiftsTheCheckOfBindings() {
    admin.post(Api.clusterRoles(), "", role(RULES));
    String body = binding(name, name, "somebody");
    Api without = userWith(mayWriteRoles(""));
    assertThat(without.post(Api.clusterBindings(), "", body).message())
        .contains("not currently held");
    admin.put(
        Api.clusterRole("holder-" + name),
        "",
        role(mayWriteRoles(",\"bind\"")).replace(name, "holder-" + name));
    Awaitility.await("the grant is seen")
        .until(() -> without.post(Api.clusterBindings(), "dryRun=All", body).code() == 201);
  }

  @Test
  void theRoleOfABindingNeverChanges() {
    admin.post(Api.clusterBindings(), "", binding(name, "one", "somebody"));
    Api.Answer changed =
        admin.put(Api.clusterBindings() + "/" + name, "", binding(name, "other", "somebody"));
    assertThat(changed.code()).isEqualTo(422);
    assertThat(changed.message()).contains("cannot change roleRef");
  }

  @Test
  void aStaleWriteIsRefused() {
    String path = Api.configMap("default", name);
    JsonNode first = admin.post(collection(), "", configMap("},\"data\":{\"a\":\"1\"}")).body();
    String version = first.path("metadata").path("resourceVersion").asText();
    admin.patch(Api.MERGE, path, "", "{\"data\":{\"a\":\"2\"}}");
    Api.Answer put = admin.put(path, "", first.toString());
    assertThat(put.code()).isEqualTo(409);
    assertThat(put.body().path("reason").asText()).isEqualTo("Conflict");
    Api.Answer merged =
        admin.patch(
            Api.MERGE,
            path,
            "",
            "{\"metadata\":{\"resourceVersion\":\"" + version + "\"},\"data\":{\"a\":\"3\"}}");
    assertThat(merged.code()).isEqualTo(409);
  }

  @Test
  void aDryRunLeavesNothing() {
    assertThat(admin.post(collection(), "dryRun=All", configMap("}")).code()).isEqualTo(201);
    assertThat(admin.get(Api.configMap("default", name)).code()).isEqualTo(404);
  }

  @Test
  void anExistingObjectIsNotCreatedAgain() {
    admin.post(collection(), "", configMap("}"));
    Api.Answer again = admin.post(collection(), "", configMap("}"));
    assertThat(again.code()).isEqualTo(409);
    assertThat(again.message()).isEqualTo("configmaps \"" + name + "\" already exists");
  }

  @Test
  void aWriteWithoutChangesKeepsTheVersion() {
    JsonNode made = admin.post(Api.clusterRoles(), "", role(RULES)).body();
    JsonNode put = admin.put(Api.clusterRole(name), "fieldManager=other", made.toString()).body();
    assertThat(put.path("metadata").path("resourceVersion"))
        .isEqualTo(made.path("metadata").path("resourceVersion"));
  }

  @Test
  void anUpdateOfAMissingClusterRoleMakesIt() {
    assertThat(admin.put(Api.clusterRole(name), "", role(RULES)).code()).isEqualTo(201);
    assertThat(admin.put(Api.configMap("default", name), "", configMap("}")).code()).isEqualTo(404);
  }

  @Test
  void applyTakesNothingFromOthersUnlessForced() {
    admin.post(Api.clusterRoles(), "fieldManager=first", role(RULES));
    String other = role(RULES.replace("get", "list"));
    Api.Answer refused =
        admin.patch(Api.APPLY, Api.clusterRole(name), "fieldManager=second", other);
    assertThat(refused.code()).isEqualTo(409);
    assertThat(refused.message())
        .isEqualTo(
            "Apply failed with 1 conflict: conflict with \"first\" using"
                + " rbac.authorization.k8s.io/v1: .rules");
    assertThat(
            admin
                .patch(Api.APPLY, Api.clusterRole(name), "fieldManager=second&force=true", other)
                .code())
        .isEqualTo(200);
  }

  @Test
  void applyNeedsToKnowWhoApplies() {
    assertThat(admin.patch(Api.APPLY, Api.clusterRole(name), "", role(RULES)).code())
        .isIn(400, 422);
  }

  @Test
  void aRuleWithoutVerbsIsRefused() {
    Api.Answer refused =
        admin.post(
            Api.clusterRoles(),
            "",
            role("\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[]}]"));
    assertThat(refused.code()).isEqualTo(422);
    assertThat(refused.message()).contains("rules[0].verbs: Required value");
  }

  @Test
  void aDeleteAtAnotherVersionIsRefused() {
    admin.post(Api.clusterRoles(), "", role(RULES));
    String options =
        "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"preconditions\":{\"resourceVersion\":\"1\"}}";
    Api.Answer refused = admin.send("DELETE", Api.clusterRole(name), "", options);
    assertThat(refused.code()).isEqualTo(409);
    assertThat(refused.message()).contains("the ResourceVersion in the precondition (1)");
    assertThat(admin.delete(Api.clusterRole(name)).code()).isEqualTo(200);
    assertThat(admin.delete(Api.clusterRole(name)).code()).isEqualTo(404);
  }

  @Test
  void aDeniedUserSeesTheMissingPermission() {
    String user = stranger();
    Api.Answer refused = as(user).get(Api.clusterRole("x"));
    assertThat(refused.code()).isEqualTo(403);
    assertThat(refused.message())
        .isEqualTo(
            "clusterroles.rbac.authorization.k8s.io \"x\" is forbidden: User \""
                + user
                + "\" cannot get resource \"clusterroles\" in API group"
                + " \"rbac.authorization.k8s.io\" at the cluster scope");
  }

  @Test
  void everyUserMayReviewItsOwnPermissions() {
    String review =
        """
        {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectAccessReview","spec":
         {"resourceAttributes":{"verb":"get","group":"","resource":"secrets","namespace":"x"}}}
        """;
    String path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    Api.Answer denied = as(stranger()).post(path, "", review);
    assertThat(denied.code()).isEqualTo(201);
    assertThat(denied.body().path("status").path("allowed").asBoolean()).isFalse();
    assertThat(admin.post(path, "", review).body().path("status").path("allowed").asBoolean())
        .isTrue();
  }

  @Test
  void theRulesOfAMissingNamespaceAreClusterWide() {
    String review =
        """
        {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectRulesReview",
         "spec":{"namespace":"no-such-namespace"}}
        """;
    JsonNode rules =
        admin
            .post("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", "", review)
            .body()
            .path("status")
            .path("resourceRules");
    assertThat(RuleJson.rules(KubeJson.parse("{\"rules\":" + rules + "}").get("rules")))
        .contains(RuleJson.rules(RuleText.rules("* *: *")).get(0));
  }

  @Test
  void aServiceAccountGetsATokenAndItsOwnName() {
    admin.post(
        "/api/v1/namespaces/default/serviceaccounts",
        "",
        "{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\""
            + name
            + "\"}}");
    Api.Answer token =
        admin.post(
            "/api/v1/namespaces/default/serviceaccounts/" + name + "/token",
            "",
            "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}");
    assertThat(token.code()).isEqualTo(201);
    assertThat(token.body().path("status").path("token").asText()).isNotEmpty();
  }

  @Test
  void aLongListComesInPages() {
    JsonNode page = admin.send("GET", Api.clusterRoles(), "limit=1", null).body();
    String more = page.path("metadata").path("continue").asText();
    assertThat(page.path("items")).hasSize(1);
    assertThat(more).isNotEmpty();
    JsonNode next = admin.send("GET", Api.clusterRoles(), "limit=1&continue=" + more, null).body();
    assertThat(next.path("items").path(0)).isNotEqualTo(page.path("items").path(0));
  }
}
