package dev.onboard4j.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onboard4j.Onboarding;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.kubernetes.PolicyRule;
import dev.onboard4j.kubernetes.RuleJson;
import dev.onboard4j.kubernetes.Rules;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.BroaderAccess;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.FieldDiff;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.testkit.kube.Api;
import dev.onboard4j.testkit.kube.RuleText;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests access that other tools created, changed or adopted. */
final class RbacLifeTest {
  private static final String ROLE = "cluster-role/";

  @TempDir private Path folder;
  private EmbeddedWorld world;
  private Api admin;
  private String name;

  @BeforeEach
  void start() {
    world = new EmbeddedWorld(folder);
    admin = world.api("admin");
    name = world.name() + "-agent";
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private OnboardingPlan plan(Onboarding onboarding) {
    return onboarding.plan(world.cluster()).plan();
  }

  private Change change(OnboardingPlan plan, String id) {
    return plan.changes().stream()
        .filter(change -> change.id().toString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private void apply() {
    world.onboarding().plan(world.cluster()).apply();
  }

  private String clusterRole(String marks, String rules) {
    return """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole",
         "metadata":{"name":"%s"%s},"rules":[%s]}
        """
        .formatted(name, marks, rules);
  }

  private static String rule(String resources, String verbs) {
    return "{\"apiGroups\":[\"\"],\"resources\":[" + resources + "],\"verbs\":[" + verbs + "]}";
  }

  private List<PolicyRule> rules() {
    JsonNode rules = admin.get(Api.clusterRole(name)).body().path("rules");
    return RuleJson.rules(KubeJson.parse("{\"rules\":" + rules + "}").get("rules"));
  }

  @Test
  void aChartCanAdoptCreatedObjects() {
    apply();
    JsonNode metadata = admin.get(Api.clusterRole(name)).body().path("metadata");
    assertThat(metadata.path("labels").path("app.kubernetes.io/managed-by").asText())
        .isEqualTo("Helm");
    assertThat(metadata.path("annotations").path("meta.helm.sh/release-name").asText())
        .isEqualTo(name);
    assertThat(metadata.path("annotations").path("meta.helm.sh/release-namespace").asText())
        .isEqualTo(name);
    JsonNode namespace = admin.get("/api/v1/namespaces/" + name).body().path("metadata");
    assertThat(namespace.path("annotations").path("meta.helm.sh/release-name").asText())
        .isEqualTo(name);
  }

  private String release(String path) {
    return admin
        .get(path)
        .body()
        .path("metadata")
        .path("annotations")
        .path("meta.helm.sh/release-name")
        .asText();
  }

  @Test
  void theSettingsNameTheReleases() {
    Onboarding named =
        world.onboarding().set("kubernetes.releases", "all=umbrella," + name + "=mine");
    named.plan(world.cluster()).apply();
    assertThat(release(Api.clusterRole(name))).isEqualTo("mine");
    assertThat(release("/api/v1/namespaces/" + name)).isEqualTo("mine");
    assertThat(
            release(
                "/api/v1/namespaces/" + name + "/serviceaccounts/" + world.name() + "-controller"))
        .isEqualTo("umbrella");
    assertThat(named.drift(world.cluster()).hasChanges()).isFalse();
  }

  @Test
  void anotherReleaseInTheSettingsChangesExistingObjects() {
    apply();
    Onboarding named = world.onboarding().set("kubernetes.releases", "all=umbrella");
    assertThat(change(plan(named), ROLE + name).diff())
        .containsExactly(new FieldDiff("release", name, "umbrella"));
    named.plan(world.cluster()).apply();
    assertThat(release(Api.clusterRole(name))).isEqualTo("umbrella");
    assertThat(plan(named).hasChanges()).isFalse();
    assertThat(plan(world.onboarding()).hasChanges()).isFalse();
    assertThatThrownBy(
            () -> plan(world.onboarding().set("kubernetes.releases", "no-such-component=x")))
        .hasMessageContaining("'no-such-component' is none of");
  }

  @Test
  void aMissingRuleIsAddedAndAForeignRuleIsKeptAndReported() {
    apply();
    admin.patch(
        Api.MERGE,
        Api.clusterRole(name),
        "",
        "{\"rules\":[" + rule("\"pods\",\"secrets\"", "\"get\"") + "]}");
    OnboardingPlan plan = plan(world.onboarding());
    Change change = change(plan, ROLE + name);
    assertThat(change.action()).isEqualTo(Action.UPDATE);
    assertThat(change.extras()).contains("rules.secrets: get");
    assertThat(plan.broader())
        .extracting(BroaderAccess::text)
        .anyMatch(text -> text.contains("secrets"));
    apply();
    assertThat(
            Rules.covers(
                rules(), RuleJson.rules(RuleText.rules("get,list pods, nodes; get secrets"))))
        .isTrue();
    assertThat(rules().get(0))
        .as("the rule that was there is as it was")
        .isEqualTo(RuleJson.rules(RuleText.rules("get pods, secrets")).get(0));
  }

  @Test
  void anExtraRuleGoesWhenAskedFor() {
    apply();
    admin.patch(
        Api.MERGE,
        Api.clusterRole(name),
        "",
        "{\"rules\":["
            + rule("\"pods\",\"nodes\",\"secrets\"", "\"get\",\"list\"")
            + ",{\"nonResourceURLs\":[\"/version\"],\"verbs\":[\"get\"]}]}");
    Onboarding strict = world.onboarding().set("kubernetes.extras", "remove");
    assertThat(change(plan(strict), ROLE + name).action()).isEqualTo(Action.UPDATE);
    strict.plan(world.cluster()).apply();
    assertThat(Rules.covers(rules(), RuleJson.rules(RuleText.rules("get secrets")))).isFalse();
    assertThat(plan(strict).changes()).allMatch(change -> !change.action().writes());
  }

  @Test
  void theNextBlueprintRemovesRetiredRules() {
    apply();
    admin.patch(
        Api.MERGE,
        Api.clusterRole(name),
        "",
        "{\"rules\":["
            + rule("\"pods\",\"nodes\"", "\"get\",\"list\"")
            + ","
            + rule("\"secrets\"", "\"get\",\"watch\"")
            + "]}");
    Onboarding next = world.onboarding().blueprint(TestBlueprint.second(folder, world.name()));
    next.plan(world.cluster()).apply();
    assertThat(Rules.covers(rules(), RuleJson.rules(RuleText.rules("watch pods; watch secrets"))))
        .isTrue();
    assertThat(Rules.covers(rules(), RuleJson.rules(RuleText.rules("get secrets")))).isFalse();
  }

  @Test
  void anIncompleteObjectOfAHelmReleaseRequiresConsent() {
    String helm =
        ",\"labels\":{\"app.kubernetes.io/managed-by\":\"Helm\"},\"annotations\":"
            + "{\"meta.helm.sh/release-name\":\"theirs\",\"meta.helm.sh/release-namespace\":\"x\"}";
    admin.post(
        Api.clusterRoles(), "fieldManager=helm", clusterRole(helm, rule("\"pods\"", "\"get\"")));
    Change change = change(plan(world.onboarding()), ROLE + name);
    assertThat(change.gate()).isInstanceOf(Gate.Consent.class);
    assertThatThrownBy(this::apply).isInstanceOf(OnboardingException.class);
    world.onboarding().adopt("all").plan(world.cluster()).apply();
    JsonNode annotations =
        admin.get(Api.clusterRole(name)).body().path("metadata").path("annotations");
    assertThat(annotations.path("meta.helm.sh/release-name").asText()).isEqualTo("theirs");
    assertThat(annotations.has(KubeMarks.CLUSTER)).isTrue();
  }

  @Test
  void aCompleteObjectOfAHelmReleaseIsNotChanged() {
    String all =
        rule("\"pods\",\"nodes\"", "\"*\"") + ",{\"nonResourceURLs\":[\"*\"],\"verbs\":[\"get\"]}";
    admin.post(Api.clusterRoles(), "fieldManager=helm", clusterRole("", all));
    Change change = change(plan(world.onboarding()), ROLE + name);
    assertThat(change.action()).isEqualTo(Action.KEEP);
    assertThat(change.extras()).contains("rules.pods: *");
  }

  @Test
  void bootstrapAndAggregatedRolesAreNeverChanged() {
    for (String marks :
        List.of(",\"labels\":{\"kubernetes.io/bootstrapping\":\"rbac-defaults\"}", "")) {
      String body = clusterRole(marks, "");
      String aggregated = body.replace("\"rules\"", "\"aggregationRule\":{},\"rules\"");
      admin.put(Api.clusterRole(name), "", marks.isEmpty() ? aggregated : body);
      Change change = change(plan(world.onboarding().adopt("all")), ROLE + name);
      assertThat(change.gate()).isInstanceOf(Gate.Blocked.class);
    }
  }

  @Test
  void anotherRoleBehindABindingMeansAReplaceWithConsent() {
    apply();
    String path = Api.clusterBindings() + "/" + name;
    ObjectNode binding = admin.get(path).body();
    ((ObjectNode) binding.path("metadata")).remove("resourceVersion");
    ((ObjectNode) binding.path("roleRef")).put("name", "view");
    admin.delete(path);
    admin.post(Api.clusterBindings(), "", binding.toString());
    Change change = change(plan(world.onboarding()), "cluster-role-binding/" + name);
    assertThat(change.action()).isEqualTo(Action.REPLACE);
    assertThat(change.gate()).isInstanceOf(Gate.Consent.class);
    world.onboarding().allow("replace").plan(world.cluster()).apply();
    assertThat(admin.get(path).body().path("roleRef").path("name").asText()).isEqualTo(name);
  }

  @Test
  void aForeignSubjectIsKeptAndReported() {
    apply();
    admin.patch(
        Api.MERGE,
        Api.clusterBindings() + "/" + name,
        "",
        "{\"subjects\":[{\"kind\":\"User\",\"name\":\"eve\",\"apiGroup\":\"rbac.authorization.k8s.io\"}]}");
    assertThat(change(plan(world.onboarding()), "cluster-role-binding/" + name).extras())
        .containsExactly("subjects: User eve");
    assertThat(world.onboarding().drift(world.cluster()).broader())
        .containsExactly(
            new BroaderAccess(
                ResourceId.of("cluster-role-binding", name),
                "User eve: ClusterRole " + name + " in the cluster"));
    apply();
    assertThat(admin.get(Api.clusterBindings() + "/" + name).body().path("subjects")).hasSize(2);
  }

  @Test
  void removalAfterAnotherBlueprintRequiresNoConsent() {
    apply();
    Onboarding next = world.onboarding().blueprint(TestBlueprint.second(folder, world.name()));
    assertThat(next.planRemoval(world.cluster()).plan().changes())
        .filteredOn(change -> !change.id().type().equals("former-access"))
        .allSatisfy(
            change -> {
              assertThat(change.action()).isEqualTo(Action.DELETE);
              assertThat(change.gate()).isEqualTo(Gate.none());
            });
  }

  @Test
  void aTerminatingNamespaceIsCreatedAgain() {
    apply();
    admin.delete("/api/v1/namespaces/" + name);
    assertThat(change(plan(world.onboarding()), "namespace/" + name).action())
        .isEqualTo(Action.CREATE);
    admin.delete("/api/v1/namespaces/" + name);
    apply();
    assertThat(admin.get("/api/v1/namespaces/" + name).body().path("status").path("phase").asText())
        .isEqualTo("Active");
    assertThat(plan(world.onboarding()).changes()).allMatch(one -> one.action() == Action.KEEP);
  }

  @Test
  void aStaleWriteIsRepeatedWithWhatIsThereByThen() {
    apply();
    admin.patch(
        Api.MERGE, Api.clusterRole(name), "", "{\"rules\":[" + rule("\"pods\"", "\"get\"") + "]}");
    java.util.concurrent.atomic.AtomicBoolean once =
        new java.util.concurrent.atomic.AtomicBoolean();
    Onboarding raced =
        world
            .onboarding()
            .around(
                new RequestInterceptor() {
                  @Override
                  public <T> T send(OutgoingRequest request, Supplier<T> send) {
                    if (request.request().toString().equals("kubernetes:update clusterroles")
                        && once.compareAndSet(false, true)) {
                      admin.patch(
                          Api.MERGE,
                          Api.clusterRole(name),
                          "",
                          "{\"rules\":[" + rule("\"pods\",\"events\"", "\"get\"") + "]}");
                    }
                    return send.get();
                  }
                });
    raced.plan(world.cluster()).apply();
    assertThat(
            Rules.covers(
                rules(), RuleJson.rules(RuleText.rules("get,list pods, nodes; get events"))))
        .isTrue();
  }
}
