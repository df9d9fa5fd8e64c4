package dev.onboard4j.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.testkit.kube.RuleText;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected results come from kube-apiserver 1.36.2; {@code EscalationTest} checks them. */
final class RulesTest {
  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '@',
      value = {
        "* pods @ fly pods @ true",
        "create,delete,deletecollection,get,list,patch,update,watch pods @ * pods @ false",
        "get pods @ GET pods @ false",
        "get pods; list pods @ get,list pods @ true",
        "get *: pods @ get core: pods @ true",
        "get *: pods @ get *: pods @ true",
        "get core|apps|batch: pods @ get *: pods @ false",
        "get *.k8s.io: ingresses @ get networking.k8s.io: ingresses @ false",
        "get * @ get pods, pods/log, */scale, */* @ true",
        "get apps: */scale @ get apps: deployments/scale, */scale @ true",
        "get apps: */scale @ get apps: deployments @ false",
        "get apps: deployments/scale, statefulsets/scale @ get apps: */scale @ false",
        "get pods/* @ get pods/log @ false",
        "get pods/* @ get pods/* @ true",
        "get */* @ get pods/log @ false",
        "get */* @ get * @ false",
        "get */* @ get */* @ true",
        "get pods @ get pods/log @ false",
        "get pods/log @ get pods @ false",
        "get po* @ get pods @ false",
        "get Pods @ get pods @ false",
        "get */b/c @ get a/b/c @ true",
        "get */c @ get a/b/c @ false",
        "get pods @ get pods [a,b] @ true",
        "get pods [\"\"] @ get pods [\"\"] @ true",
        "get pods [a,b] @ get pods @ false",
        "get pods [a,b] @ get pods [a] @ true",
        "get pods [a] @ get pods [a,b] @ false",
        "get pods [a]; get pods [b] @ get pods [a,b] @ true",
        "get pods [*] @ get pods [a] @ false",
        "get pods [a*] @ get pods [ab] @ false",
        "get pods [\"\"] @ get pods @ false",
        "get pods [a]; get pods @ get pods @ true",
        "* pods [a] @ create pods [a] @ true",
        "get pods [a]; list pods @ get,list pods [a] @ true",
        "get pods [a]; list pods [b] @ get,list pods [a,b] @ false",
        "get /x/* @ get /x/a, /x/, /x/a/*, /x/** @ true",
        "get /x/* @ get /x @ false",
        "get /x/* @ get /x* @ false",
        "get /x* @ get /xyz, /x/*, /x @ true",
        "get url * @ get /any/* @ true",
        "get /* @ get url * @ false",
        "get /x/a, /x/b @ get /x/* @ false",
        "get /x/*/z @ get /x/y/z @ false",
        "get /x/** @ get /x/a, /x/* @ true",
        "get /x/* @ post /x/* @ false",
        "* /x/* @ post /x/* @ true",
        "* url * @ get pods @ false",
        "get core: pods; get apps: deployments @ get core|apps: pods, deployments @ false",
        "get core|apps: pods,deployments; list *: pods,deployments"
            + " @ get,list core|apps: pods,deployments @ true",
        "get core: *; list *: pods @ get,list pods @ true",
        "get *: pods; get core: * @ get *: * @ false",
        "get apps: deployments, */scale @ get apps: deployments, deployments/scale @ true",
      })
  void coversAsTheApiServerDoes(String held, String wanted, boolean allowed) {
    assertThat(
            Rules.covers(
                RuleJson.rules(RuleText.rules(held)), RuleJson.rules(RuleText.rules(wanted))))
        .isEqualTo(allowed);
  }

  @Test
  void missingRulesHaveNormalForm() {
    List<PolicyRule> missing =
        Rules.missing(
            RuleJson.rules(RuleText.rules("get pods; get apps: deployments [a]")),
            RuleJson.rules(RuleText.rules("get,list pods, nodes; get apps: deployments [a,b]")));
    assertThat(missing)
        .isEqualTo(
            RuleJson.rules(RuleText.rules("get apps: deployments [b]; get,list nodes; list pods"))
                .stream()
                .sorted()
                .toList());
  }

  @Test
  void normalFormIsShort() {
    assertThat(
            Rules.normal(
                RuleJson.rules(
                    RuleText.rules(
                        "get pods; list pods; get nodes; list nodes; get pods [a]; watch pods [a];"
                            + " watch pods [b]; get /x/*; get /x/y"))))
        .hasToString("[get /x/*, get,list nodes, pods, watch pods [a, b]]");
  }

  @Test
  void anyRulesCoverTheEmptyRules() {
    assertThat(Rules.covers(List.of(), List.of())).isTrue();
  }

  @Test
  void aRiskIsSeenBehindAStar() {
    assertThat(Risk.of(RuleJson.rules(RuleText.rules("* *: *")).get(0)))
        .contains(Risk.ESCALATE, Risk.BIND, Risk.SECRETS_READ, Risk.NODES_PROXY, Risk.WILDCARD);
    assertThat(Risk.of(RuleJson.rules(RuleText.rules("get */proxy")).get(0)))
        .containsExactly(Risk.NODES_PROXY);
    assertThat(Risk.of(RuleJson.rules(RuleText.rules("get pods")).get(0))).isEmpty();
    assertThat(Risk.of(RuleJson.rules(RuleText.rules("impersonate users")).get(0)))
        .containsExactly(Risk.IMPERSONATE);
    assertThat(
            Risk.of(
                RuleJson.rules(RuleText.rules("approve certificates.k8s.io: signers [kubelet]"))
                    .get(0)))
        .containsExactly(Risk.CSR_APPROVAL);
    assertThat(Risk.of(RuleJson.rules(RuleText.rules("create serviceaccounts/token")).get(0)))
        .containsExactly(Risk.TOKEN_REQUEST);
  }

  @Test
  void rulesThatAreNotEqualAreOrdered() {
    PolicyRule none = PolicyRule.of(Set.of(""), Set.of("pods"), Set.of(), Set.of("get"));
    PolicyRule blank = PolicyRule.of(Set.of(""), Set.of("pods"), Set.of(""), Set.of("get"));
    assertThat(none.compareTo(blank)).isNotZero();
    assertThat(new TreeSet<>(List.of(none, blank))).hasSize(2);
  }
}
