package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Resource.ManualSteps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A plan file whose order, differences or access are made up is refused before the first write. */
@Timeout(30)
final class ForgedPlanTest {
  private final MemoryCloud cloud = new MemoryCloud().plain("a").plain("b", "a");

  private void refused(OnboardingPlan plan, Consumer<Map<String, Object>> change, String words) {
    refused(cloud.onboarding(), plan, change, words);
  }

  private void refused(
      Onboarding onboarding,
      OnboardingPlan plan,
      Consumer<Map<String, Object>> change,
      String words) {
    ApplicablePlan read =
        onboarding.deadline(Duration.ofHours(1)).read(Forgery.forged(plan, change));
    assertThatThrownBy(read::attempt)
        .hasMessageContaining(words)
        .isInstanceOfSatisfying(
            OnboardingException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT));
    assertThat(cloud.log).isEmpty();
  }

  private static Consumer<Map<String, Object>> dependsOn(String... ids) {
    return tree -> Forgery.change(tree, 0).put("dependsOn", List.of(ids));
  }

  @Test
  void dependenciesThatAreNotDeclaredAreRefused() {
    OnboardingPlan plan = cloud.plan().plan();
    refused(plan, dependsOn("thing/unknown"), "thing/a: depends on []");
    refused(plan, dependsOn("thing/a"), "thing/a: depends on []");
    refused(plan, dependsOn("thing/b"), "thing/a: depends on []");
    refused(
        plan,
        tree -> Forgery.change(tree, 1).put("dependsOn", List.of()),
        "thing/b: depends on [thing/a]");
  }

  @Test
  void anotherOrderOrNumberOfChangesIsRefused() {
    OnboardingPlan plan = cloud.plan().plan();
    refused(plan, tree -> Collections.reverse(changes(tree)), "are not those of the declaration");
    refused(
        plan,
        tree -> changes(tree).add(Forgery.change(tree, 0)),
        "are not those of the declaration");
  }

  private static List<Map<String, Object>> changes(Map<String, Object> tree) {
    tree.computeIfPresent("changes", (key, all) -> new ArrayList<>((List<?>) all));
    return Forgery.changes(tree);
  }

  @Test
  void aRemovalCreatesNothing() {
    OnboardingPlan plan = cloud.onboarding().planRemoval(MemoryCloud.cluster()).plan();
    for (String action : List.of("create", "update", "replace")) {
      refused(
          plan,
          tree -> Forgery.change(tree, 0).put("action", action),
          "cannot be planned as " + action);
    }
  }

  @Test
  void differencesThatAreMadeUpAreRefused() {
    OnboardingPlan plan = cloud.plan().plan();
    refused(
        plan,
        tree -> Forgery.change(tree, 0).put("diff", List.of()),
        "thing/a: shows other differences than it has");
  }

  @Test
  void accessThatIsMadeUpIsRefused() {
    cloud.grants.put(
        "a", List.of(new Grant("theirs", new JustifiedPermission("all", "", ""), "here", "")));
    OnboardingPlan plan = cloud.plan().plan();
    refused(
        plan,
        tree -> Forgery.change(tree, 0).put("accessAfter", List.of()),
        "thing/a: shows another access than it gives");
  }

  @Test
  void aReasonThatIsMadeUpIsRefused() {
    cloud.put("b", State.builder().known("size", 1).build(), Owner.OURS);
    OnboardingPlan plan = cloud.plan().plan();
    refused(plan, put(0, "reason", "made up"), "thing/a: has another reason: it does not exist");
    refused(plan, put(1, "reason", "made up"), "thing/b: has another reason: it is as declared");
  }

  @Test
  void workThatIsShownAsDoneIsRefused() {
    cloud.put("a", State.builder().known("size", 5).build(), Owner.OURS);
    OnboardingPlan plan = cloud.plan().plan();
    refused(
        plan,
        tree -> {
          Map<String, Object> change = Forgery.change(tree, 0);
          change.put("action", "keep");
          change.put("reason", "it is as declared");
          change.put("diff", List.of());
          change.put("planned", change.get("observed"));
        },
        "thing/a: was planned as keep, is update now");
  }

  @Test
  void aConsentWithAnotherTextIsRefused() {
    cloud.put("a", State.builder().known("size", 5).build(), Owner.UNMARKED);
    Onboarding adopting = cloud.onboarding().adopt("all");
    OnboardingPlan plan = cloud.plan().plan();
    assertThat(plan.changes().get(0).gate()).isInstanceOf(Gate.Consent.class);
    refused(
        adopting,
        plan,
        put(0, "gate", Map.of("consent", "adopt", "text", "nothing happens")),
        "thing/a: asks for another consent than it shows");
  }

  @Test
  void permissionsThatAreMadeUpAreRefused() {
    cloud.put("b", State.builder().known("size", 1).build(), Owner.OURS);
    cloud.session.factPermissions.add(new RequiredPermission("memory:Facts", "cluster"));
    OnboardingPlan plan = cloud.plan().plan();
    List<Map<String, String>> all = List.of(Map.of("permission", "*", "resource", "*"));
    refused(plan, put(0, "permissions", all), "thing/a: needs other permissions than it shows");
    refused(plan, put(1, "permissions", all), "thing/b: needs other permissions than it shows");
    refused(plan, tree -> tree.put("factPermissions", all), "factPermissions: are not those");
    refused(
        plan,
        tree -> tree.put("permissionDocuments", Map.of("policy", List.of("*"))),
        "permissionDocuments: are not those");
  }

  @Test
  void whatStaysOpenIsNeitherMadeUpNorHidden() {
    ManualSteps steps = ManualSteps.of("do it", "undo it");
    cloud.thing(
        "step",
        State.builder().known("size", 1).build(),
        one -> Resource.manual(one.id(), one.kind(), steps));
    OnboardingPlan plan = cloud.plan().plan();
    String words = "incomplete: is not what stays open";
    Map<String, String> notice = Map.of("id", "thing/step", "why", "manual", "text", "do it");
    assertThat(cloud.onboarding().read(plan.toJson()).plan().incomplete()).hasSize(1);
    refused(plan, tree -> tree.put("incomplete", List.of()), words);
    refused(plan, tree -> tree.put("incomplete", List.of(notice, notice)), words);
    refused(
        plan,
        tree -> {
          tree.put(
              "incomplete",
              List.of(Map.of("id", "thing/step", "why", "manual", "text", "run this")));
          Forgery.change(tree, stepOf(plan)).put("reason", "run this");
        },
        "thing/step: has another reason: do it");
  }

  private static int stepOf(OnboardingPlan plan) {
    return plan.changes().stream().map(Change::id).toList().indexOf(MemoryCloud.id("step"));
  }

  @Test
  void accessThatIsBroaderThanDeclaredIsNotMadeUp() {
    OnboardingPlan plan = cloud.plan().plan();
    Map<String, String> notice = Map.of("id", "thing/a", "text", "everybody: all in here");
    refused(
        plan,
        tree -> tree.put("broader", List.of(notice)),
        "broader: is not the access that is broader than declared");
  }

  private static Consumer<Map<String, Object>> put(int change, String key, Object value) {
    return tree -> Forgery.change(tree, change).put(key, value);
  }

  @Test
  void anAccessThatOthersAddedMeanwhileIsNoForgery() {
    cloud.put("a", State.builder().known("size", 5).build(), Owner.OURS);
    ApplicablePlan planned = cloud.plan();
    cloud.grants.put(
        "a", List.of(new Grant("theirs", new JustifiedPermission("all", "", ""), "here", "")));
    assertThat(planned.attempt().succeeded()).isTrue();
  }

  @Test
  void theSettingsOfTheOperatorBeatThoseOfTheFile() {
    OnboardingPlan plan =
        cloud.onboarding().set("platform.principal", "theirs").plan(MemoryCloud.cluster()).plan();
    System.setProperty("onboard4j.platform.principal", "ours");
    try {
      ApplicablePlan read = cloud.onboarding().read(plan.toJson());
      read.attempt();
    } finally {
      System.clearProperty("onboard4j.platform.principal");
    }
    assertThat(Objects.requireNonNull(cloud.session.context).registration().principal())
        .contains("ours");
  }
}
