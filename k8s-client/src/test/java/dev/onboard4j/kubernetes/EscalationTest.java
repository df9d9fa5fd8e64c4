package dev.onboard4j.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.kube.ControlPlane;
import dev.onboard4j.testkit.kube.ControlPlaneExtension;
import dev.onboard4j.testkit.kube.RuleText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Our algebra against the escalation check of a real API server, on random pairs of rules.
 *
 * <p>Each user is given what is held once, and asks for many roles in dry runs.
 */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
final class EscalationTest {
  private static final int USERS = 40;
  private static final int ROUNDS = 3;
  private static final int PAIRS_EACH = 25;

  /** The rules of every authenticated account (bootstrap roles system:discovery and the like). */
  private static final String EVERYBODY =
      "get url /healthz, /livez, /readyz, /version, /version/, /api, /api/*, /apis, /apis/*,"
          + " /openapi, /openapi/*";

  @Test
  void theApiServerAgreesOnEveryPair(ControlPlane plane) throws Exception {
    List<Pair> pairs = new ArrayList<>();
    RandomRules random = new RandomRules(20261121L);
    ExecutorService workers = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        List<Future<List<Pair>>> running = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
          PolicyRule whole = random.rule();
          List<PolicyRule> held = random.dealt(whole);
          held.addAll(random.rules(2));
          List<List<PolicyRule>> wanted = new ArrayList<>();
          for (int i = 0; i < PAIRS_EACH; i++) {
            wanted.add(
                switch (i % 3) {
                  case 0 -> random.rules(3);
                  case 1 -> random.within(held);
                  default -> List.of(random.partOf(whole));
                });
          }
          String name = "user-" + user;
          running.add(workers.submit(() -> ask(plane, name, held, wanted)));
        }
        for (Future<List<Pair>> one : running) {
          pairs.addAll(one.get());
        }
      }
    } finally {
      workers.shutdownNow();
    }
    assertThat(pairs.stream().filter(pair -> pair.ours() != pair.server()).toList()).isEmpty();
    Map<String, Long> counts = counts(pairs);
    counts.forEach((what, count) -> Attack.tried("escalation, " + what, count.intValue()));
    long tenth = pairs.size() / 10;
    assertThat(counts.get("pairs")).isGreaterThanOrEqualTo(2000);
    assertThat(counts.get("allowed")).isGreaterThanOrEqualTo(3 * tenth);
    assertThat(counts.get("refused")).isGreaterThanOrEqualTo(3 * tenth);
    assertThat(counts.values()).allMatch(count -> count >= 200);
  }

  private static List<Pair> ask(
      ControlPlane plane, String user, List<PolicyRule> held, List<List<PolicyRule>> wanted) {
    ApiServer admin = ApiServer.of(plane, ControlPlane.ADMIN);
    ApiServer asking = ApiServer.of(plane, user);
    admin.grant(user, held);
    List<PolicyRule> all = new ArrayList<>(held);
    all.addAll(RuleJson.rules(RuleText.rules(EVERYBODY)));
    // To be asked about roles at all one has to be let in to create them.
    all.addAll(ApiServer.MAY_CREATE_ROLES);
    Awaitility.await("the grant is seen").until(() -> Rules.covers(asking.held(), all));
    List<Pair> pairs = new ArrayList<>();
    boolean escalates = asking.may("escalate", "clusterroles");
    for (List<PolicyRule> one : wanted) {
      boolean ours = escalates || Rules.covers(all, one);
      pairs.add(new Pair(held, one, ours, asking.mayCreateClusterRole(one)));
    }
    return pairs;
  }

  private static Map<String, Long> counts(List<Pair> pairs) {
    Map<String, Long> counts = new TreeMap<>();
    counts.put("pairs", (long) pairs.size());
    counts.put("allowed", pairs.stream().filter(Pair::server).count());
    counts.put("refused", pairs.stream().filter(pair -> !pair.server()).count());
    counts.put("with wildcards", pairs.stream().filter(Pair::wildcards).count());
    counts.put("with subresources", pairs.stream().filter(Pair::subresources).count());
    counts.put("with resourceNames", pairs.stream().filter(Pair::names).count());
    counts.put("with nonResourceURLs", pairs.stream().filter(Pair::paths).count());
    counts.put("covered by several rules together", pairs.stream().filter(Pair::together).count());
    return counts;
  }

  /** The held rules, the wanted rules, and both results. */
  private record Pair(
      List<PolicyRule> held, List<PolicyRule> wanted, boolean ours, boolean server) {
    boolean wildcards() {
      return any(rule -> !Rules.pieces(rule).isEmpty() && rule.toString().contains("*"));
    }

    boolean subresources() {
      return any(rule -> rule.resources().stream().anyMatch(one -> one.contains("/")));
    }

    boolean names() {
      return any(rule -> !rule.resourceNames().isEmpty());
    }

    boolean paths() {
      return any(PolicyRule::aboutPaths);
    }

    /** A wanted rule that only several held rules together cover. */
    boolean together() {
      return wanted.stream()
          .anyMatch(
              rule ->
                  Rules.covers(held, List.of(rule))
                      && held.stream().noneMatch(one -> Rules.covers(List.of(one), List.of(rule))));
    }

    private boolean any(java.util.function.Predicate<PolicyRule> test) {
      return held.stream().anyMatch(test) || wanted.stream().anyMatch(test);
    }
  }
}
