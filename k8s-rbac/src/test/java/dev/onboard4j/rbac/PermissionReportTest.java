package dev.onboard4j.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.castai.CastAiBlueprints;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.kubernetes.Risk;
import dev.onboard4j.kubernetes.RuleJson;
import dev.onboard4j.kubernetes.Rules;
import dev.onboard4j.testkit.kube.RuleText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the permissions in the cluster of the shipped blueprints. */
final class PermissionReportTest {
  static PermissionReport report(String blueprint) throws IOException {
    try (var stream = new CastAiBlueprints().open(blueprint)) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, Object> contributors = KubeJson.map(KubeJson.parse(text).get("contributors"));
      return PermissionReport.of(KubeJson.map(contributors.get("kubernetes")));
    }
  }

  private static void assertRules(
      PermissionReport report, String account, String scope, String expected) {
    assertThat(report.rules("castai-agent/" + account, scope))
        .isEqualTo(Rules.normal(RuleJson.rules(RuleText.rules(expected))));
  }

  @Test
  void of2023ItIsWhatTheSourceDocumentLists() throws IOException {
    PermissionReport report = report("castai/2023");
    assertRules(
        report,
        "castai-agent",
        "cluster",
        "get,list,watch pods, nodes, replicationcontrollers, persistentvolumeclaims,"
            + " persistentvolumes, services; get namespaces;"
            + " get,list,watch apps: deployments, replicasets, daemonsets, statefulsets;"
            + " get,list,watch storage.k8s.io: storageclasses, csinodes;"
            + " get,list,watch batch: jobs");
    assertRules(report, "castai-agent", "castai-agent", "patch apps: deployments [castai-agent]");
    String components =
        "[castai-cluster-controller,castai-evictor,castai-agent,castai-spot-handler,castai-kvisor,"
            + "castai-egressd]";
    assertRules(
        report,
        "castai-cluster-controller",
        "cluster",
        "get namespaces; get,list pods, nodes; patch,update nodes; delete pods, nodes;"
            + " create pods/eviction;"
            + " get,list,delete,create certificates.k8s.io: certificatesigningrequests;"
            + " patch,update certificates.k8s.io: certificatesigningrequests/approval;"
            + " approve certificates.k8s.io: signers"
            + " [kubernetes.io/kubelet-serving,kubernetes.io/kube-apiserver-client-kubelet];"
            + " list,create,patch events; get,patch,update,delete,escalate"
            + " rbac.authorization.k8s.io: roles, clusterroles, clusterrolebindings "
            + components
            + "; delete namespaces [castai-agent]");
    assertRules(report, "castai-cluster-controller", "castai-agent", "* *: *");
    assertRules(
        report,
        "castai-evictor",
        "cluster",
        "create,patch events; get,list,watch,patch,update nodes;"
            + " get,list,watch,patch,update,create,delete pods; get apps: replicasets;"
            + " create pods/eviction; * coordination.k8s.io: leases");
    assertRules(report, "castai-spot-handler", "cluster", "get,list,patch nodes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"castai/2023", "castai/current"})
  void everyRuleHasAReasonAndAProvenance(String blueprint) throws IOException {
    assertThat(report(blueprint).entries())
        .hasSizeGreaterThan(20)
        .allSatisfy(
            entry -> {
              assertThat(entry.reason()).isNotBlank();
              assertThat(entry.provenance()).isNotBlank();
            });
  }

  @Test
  void escalateIsGoneSince() throws IOException {
    assertThat(risks("castai/2023")).contains(Risk.ESCALATE, Risk.CSR_APPROVAL, Risk.WILDCARD);
    assertThat(risks("castai/current")).contains(Risk.NODES_PROXY, Risk.CSR_APPROVAL);
    assertThat(report("castai/current").rules("castai-agent/castai-cluster-controller", "cluster"))
        .noneMatch(rule -> rule.verbs().contains("escalate"));
  }

  private static List<Risk> risks(String blueprint) throws IOException {
    return report(blueprint).entries().stream().flatMap(e -> e.risks().stream()).toList();
  }

  @Test
  void aTableExplainsWhatIsRisky() throws IOException {
    String table = report("castai/2023").table();
    assertThat(table)
        .startsWith("COMPONENT")
        .contains("castai-evictor")
        .contains("!ESCALATE: lets the holder write roles with permissions that it does not hold")
        .doesNotContain("!NODES_PROXY");
    assertThat(KubeJson.write(report("castai/2023").json()))
        .contains("\"risk\":\"ESCALATE\"", "\"scope\":\"cluster\"");
  }

  @Test
  void aBrokenRuleIsRefusedWithItsPath() {
    Map<String, Object> rule = Map.of("apiGroups", List.of(""), "reason", "r", "provenance", "p");
    Map<String, Object> role =
        Map.of("kind", "ClusterRole", "name", "x", "serviceAccount", "x", "rules", List.of(rule));
    Map<String, Object> component =
        Map.of(
            "name", "x", "release", "x", "serviceAccounts", List.of("x"), "roles", List.of(role));
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> PermissionReport.of(Map.of("namespace", "n", "components", List.of(component))))
        .satisfies(
            e ->
                assertThat(((dev.onboard4j.model.OnboardingException) e).problems().toString())
                    .contains("components[0].roles[0].rules[0]"));
  }
}
