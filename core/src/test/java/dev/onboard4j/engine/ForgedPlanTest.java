package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.OnboardingPlan;
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
    ApplicablePlan read =
        cloud.onboarding().deadline(Duration.ofHours(1)).read(Forgery.forged(plan, change));
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
