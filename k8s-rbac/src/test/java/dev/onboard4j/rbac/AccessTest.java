package dev.onboard4j.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onboard4j.Onboarding;
import dev.onboard4j.kubernetes.PolicyRule;
import dev.onboard4j.kubernetes.RuleJson;
import dev.onboard4j.kubernetes.Rules;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.kube.Api;
import dev.onboard4j.testkit.kube.RuleText;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the access in the cluster before and after a plan. */
final class AccessTest {
  private static final String CLUSTER = "the cluster";

  @TempDir private Path folder;
  private EmbeddedWorld world;
  private Api admin;
  private String name;
  private String account;

  @BeforeEach
  void start() {
    world = new EmbeddedWorld(folder);
    admin = world.api("admin");
    name = world.name() + "-agent";
    account = "ServiceAccount " + name + "/" + name;
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private OnboardingPlan plan(Onboarding onboarding) {
    return onboarding.plan(world.cluster()).plan();
  }

  private void apply() {
    world.onboarding().plan(world.cluster()).apply();
  }

  private void rules(String rules) {
    admin.patch(Api.MERGE, Api.clusterRole(name), "", "{\"rules\":[" + rules + "]}");
  }

  private static String rule(String resources, String verbs) {
    return "{\"apiGroups\":[\"\"],\"resources\":[" + resources + "],\"verbs\":[" + verbs + "]}";
  }

  private static Grant unexplained(String principal, String permission) {
    return new Grant(principal, JustifiedPermission.unexplained(permission), CLUSTER, "");
  }

  @Test
  void aPlanGivesTheRulesOfTheBlueprintWithTheirReasons() {
    OnboardingPlan plan = plan(world.onboarding());
    assertThat(plan.accessBefore()).isEmpty();
    assertThat(plan.access())
        .hasSize(4)
        .contains(
            new Grant(
                account,
                new JustifiedPermission("get,list nodes, pods", "sees", "test"),
                CLUSTER,
                ""))
        .anySatisfy(
            grant -> {
              assertThat(grant.permission().permission()).isEqualTo("* *.*");
              assertThat(grant.permission().reason()).startsWith("rules; !ESCALATE: ");
              assertThat(grant.scope()).isEqualTo("namespace " + name);
            });
    apply();
    assertThat(plan(world.onboarding()).accessBefore())
        .containsExactlyInAnyOrderElementsOf(plan.access());
  }

  @Test
  void ofTheShippedBlueprintsEveryGrantIsExplained() {
    for (String blueprint : List.of("castai/2023", "castai/current")) {
      Onboarding shipped = world.onboarding().blueprint(blueprint);
      OnboardingPlan plan =
          shipped.plan(shipped.cluster(URI.create("plain://here/there/shipped"))).plan();
      assertThat(plan.access())
          .hasSizeGreaterThan(20)
          .allMatch(grant -> !grant.permission().reason().isBlank())
          .allMatch(grant -> !grant.permission().provenance().isBlank());
    }
  }

  @Test
  void aForeignRuleIsReportedWithoutAReason() {
    apply();
    rules(
        rule("\"pods\",\"nodes\"", "\"get\",\"list\"")
            + ","
            + rule("\"secrets\"", "\"get\",\"watch\"")
            + ",{\"nonResourceURLs\":[\"/version\",\"/metrics\"],\"verbs\":[\"get\"]}");
    Grant secrets = unexplained(account, "get,watch secrets");
    Grant metrics = unexplained(account, "get /metrics");
    OnboardingPlan plan = plan(world.onboarding());
    assertThat(plan.accessBefore()).hasSize(6).contains(secrets, metrics);
    assertThat(plan.access()).as("others' rules stay").hasSize(6).contains(secrets, metrics);
    OnboardingPlan strict = plan(world.onboarding().set("kubernetes.extras", "remove"));
    assertThat(strict.accessBefore()).contains(secrets, metrics);
    assertThat(strict.access()).hasSize(4).doesNotContain(secrets, metrics);
  }

  @Test
  void aWiderRuleIsReportedBesideTheRuleOfTheBlueprint() {
    apply();
    rules(rule("\"pods\"", "\"*\"") + ",{\"nonResourceURLs\":[\"*\"],\"verbs\":[\"get\"]}");
    assertThat(plan(world.onboarding()).accessBefore())
        .contains(
            new Grant(
                account, new JustifiedPermission("get,list pods", "sees", "test"), CLUSTER, ""),
            new Grant(
                account, new JustifiedPermission("get /version", "knows", "test"), CLUSTER, ""),
            unexplained(account, "* pods"),
            unexplained(account, "get *"));
  }

  @Test
  void aRetiredRuleIsOnlyInTheAccessBefore() {
    apply();
    rules(rule("\"pods\",\"nodes\"", "\"get\",\"list\"") + "," + rule("\"secrets\"", "\"get\""));
    OnboardingPlan next =
        plan(world.onboarding().blueprint(TestBlueprint.second(folder, world.name())));
    Grant secrets = unexplained(account, "get secrets");
    assertThat(next.accessBefore()).contains(secrets);
    assertThat(next.access())
        .doesNotContain(secrets)
        .anyMatch(grant -> grant.permission().permission().equals("watch pods"));
  }

  @Test
  void aForeignSubjectHoldsTheRoleWithoutAReason() {
    apply();
    admin.patch(
        Api.MERGE,
        Api.clusterBindings() + "/" + name,
        "",
        "{\"subjects\":[{\"kind\":\"User\",\"name\":\"eve\"}]}");
    Grant eve = unexplained("User eve", "ClusterRole " + name);
    OnboardingPlan plan = plan(world.onboarding());
    assertThat(plan.accessBefore()).contains(eve);
    assertThat(plan.access()).contains(eve);
    assertThat(plan(world.onboarding().set("kubernetes.extras", "remove")).access())
        .hasSize(4)
        .doesNotContain(eve);
  }

  @Test
  void anotherRoleOfABindingIsReportedUntilItIsReplaced() {
    apply();
    String path = Api.clusterBindings() + "/" + name;
    ObjectNode binding = admin.get(path).body();
    ((ObjectNode) binding.path("metadata")).remove("resourceVersion");
    ((ObjectNode) binding.path("roleRef")).put("name", "cluster-admin");
    admin.delete(path);
    admin.post(Api.clusterBindings(), "", binding.toString());
    Grant other = unexplained(account, "ClusterRole cluster-admin");
    OnboardingPlan plan = plan(world.onboarding());
    assertThat(plan.accessBefore()).contains(other);
    assertThat(plan.access()).hasSize(4).doesNotContain(other);
  }

  @Test
  void aRemovalLeavesNobodyAccess() {
    apply();
    OnboardingPlan removal = world.onboarding().planRemoval(world.cluster()).plan();
    assertThat(removal.accessBefore()).hasSize(4);
    assertThat(removal.access()).isEmpty();
  }

  @Test
  void theNameOfAFieldGivesThePiece() {
    String all =
        "get,* pods, nodes/proxy, *; patch apps: deployments [agent]; * *: *;"
            + " approve certificates.k8s.io: signers [kubernetes.io/kubelet-serving];"
            + " get url /api, /api/*, *";
    for (PolicyRule rule : RuleJson.rules(RuleText.rules(all))) {
      assertThat(Rules.pieces(rule))
          .isNotEmpty()
          .allSatisfy(
              piece ->
                  assertThat(Wording.piece(piece.verbs().first(), Wording.target(piece)))
                      .isEqualTo(piece));
    }
  }
}
