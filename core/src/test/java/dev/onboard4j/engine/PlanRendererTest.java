package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.plan.Style;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Resource.ManualSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A plan for people, and what else can be asked of it. */
final class PlanRendererTest {
  private final MemoryCloud cloud = new MemoryCloud();

  private static Map<String, Object> statement(String... actions) {
    return new TreeMap<>(Map.of("Effect", "Allow", "Action", List.of(actions)));
  }

  private static State document(Object statements) {
    return State.builder().known("document", Map.of("Statement", statements)).build();
  }

  private void everySortOfChange() {
    cloud.session.factPermissions.add(new RequiredPermission("memory:Describe", "cluster"));
    cloud.thing(
        "policy-new",
        document(Map.of("Read", statement("s3:Get", "s3:List"), "Write", statement("s3:Put"))));
    cloud.grants.put(
        "policy-new",
        List.of(
            new Grant(
                "role", new JustifiedPermission("s3:Get", "reads", "the documents"), "*", "")));
    cloud.thing("policy-changed", document(Map.of("Read", statement("s3:Get", "s3:List"))));
    cloud.put(
        "policy-changed",
        document(Map.of("Read", statement("s3:Get", "s3:Head"), "Old", statement("s3:Put"))),
        Owner.OURS);
    cloud.thing("anonymous", document(List.of(Map.of("Effect", "Allow"), "text")));
    cloud.put("anonymous", document(List.of(Map.of("Effect", "Deny"), "text", "more")), Owner.OURS);
    cloud.thing(
        "values",
        State.builder()
            .known("gone", null)
            .known("list", List.of("b", "a"))
            .known("map", Map.of())
            .known("nested", Map.of("deep", Map.of("er", 1), "same", true))
            .known("order", List.of("a", "b"))
            .members("members", Set.of("x", "y"))
            .build());
    cloud.put(
        "values",
        State.builder()
            .known("gone", "here")
            .known("list", "a")
            .known("map", Map.of("key", "value"))
            .known("nested", Map.of("deep", Map.of("er", 2, "est", 3), "same", true))
            .known("order", List.of("b", "a"))
            .members("members", Set.of("y", "theirs"))
            .build(),
        Owner.OURS);
    cloud.thing("moved", State.builder().fixed("path", "/").build());
    cloud.put("moved", State.builder().fixed("path", "/old/").build(), Owner.OURS);
    cloud.plain("found").plain("other").plain("kept").plain("shared");
    cloud.put("found", State.builder().known("size", 2).build(), Owner.UNMARKED);
    cloud.put("other", State.builder().known("size", 2).build(), Owner.OTHER);
    cloud.put("kept", State.builder().known("size", 1).build(), Owner.OURS);
    cloud.put("shared", State.builder().known("size", 2).build(), Owner.SHARED);
    cloud.users.put("shared", Set.of(MemoryCloud.id("elsewhere")));
    cloud.thing(
        "hand",
        State.builder().known("size", 1).build(),
        resource ->
            Resource.manual(
                resource.id(),
                resource.kind(),
                ManualSteps.of("first line\nsecond line", "undo it")));
    cloud.put("hidden", State.empty(), Owner.UNREADABLE);
    cloud.plain("hidden");
  }

  @Test
  void everySortOfChangeReadsAsWrittenDown() {
    everySortOfChange();
    OnboardingPlan plan = cloud.plan().plan();
    Golden.check("plan", plan.describe());
    Golden.check("plan-colored", plan.describe(Style.COLOR).replace('\u001b', '^'));
    Golden.check("plan-json", plan.toJson());
    assertThat(plan.describe(Style.PLAIN)).isEqualTo(plan.describe());
  }

  @Test
  void removalAndDriftReadAsWrittenDown() {
    everySortOfChange();
    cloud.obstacles.put("kept", List.of("somebody works with it"));
    OnboardingPlan removal = cloud.onboarding().planRemoval(MemoryCloud.cluster()).plan();
    Golden.check("removal", removal.describe() + removal.summary() + "\n");
    OnboardingPlan drift = cloud.onboarding().drift(MemoryCloud.cluster());
    Golden.check("drift", drift.describe() + drift.summary() + "\n");
  }

  @Test
  void aPlanWithNothingInItIsDescribed() {
    assertThat(cloud.plan().plan().describe())
        .isEqualTo(
            "Plan to bring memory://account/here/prod on board (none)\n\n\nSummary: nothing is declared.\n");
  }

  @Test
  void thePlanAnswersItsChangesByKind() {
    List<Resource> resources = new ArrayList<>();
    for (ResourceKind kind : ResourceKind.values()) {
      resources.add(
          Resource.of(
              MemoryCloud.id(kind.name()), kind, State.builder().known("size", 1).build(), cloud));
    }
    cloud.resources.addAll(resources);
    OnboardingPlan plan = cloud.plan().plan();
    assertThat(List.of(plan.roles(), plan.policies(), plan.apis()))
        .extracting(changes -> changes.get(0).kind())
        .containsExactly(ResourceKind.ROLE, ResourceKind.POLICY, ResourceKind.API);
    assertThat(List.of(plan.rbacRules(), plan.components()))
        .extracting(changes -> changes.get(0).kind())
        .containsExactly(ResourceKind.RBAC, ResourceKind.COMPONENT);
    assertThat(plan.changes()).hasSize(ResourceKind.values().length);
  }

  @Test
  void thePermissionsOfEveryStepAndOfTheFactsAreTold() {
    cloud.plain("a");
    cloud.session.factPermissions.add(new RequiredPermission("memory:Describe", "cluster"));
    cloud.session.answers.put("memory:Write", PermissionCheck.Answer.ALLOWED);
    OnboardingPlan plan = cloud.plan().plan();
    assertThat(plan.requiredPermissions())
        .extracting(one -> one.permission() + " on " + one.resource() + " for " + one.step())
        .containsExactly(
            "memory:Describe on cluster for facts",
            "memory:Read on thing/a for thing/a",
            "memory:Write on thing/a for thing/a");
    assertThat(cloud.session.asked)
        .extracting(RequiredPermission::permission)
        .containsExactly("memory:Describe", "memory:Read", "memory:Write");
    assertThat(plan.preflight())
        .extracting(check -> check.permission().permission() + " " + check.answer())
        .containsExactly("memory:Write ALLOWED");
    assertThat(plan.permissionDocuments())
        .containsEntry("policy", List.of("memory:Describe", "memory:Read", "memory:Write"));
  }

  @Test
  void aReadThatWasRefusedIsDeniedForSureAndNotAskedAgain() {
    cloud.put("a", State.empty(), Owner.UNREADABLE);
    cloud.plain("a");
    OnboardingPlan plan = cloud.plan().plan();
    assertThat(plan.preflight())
        .extracting(check -> check.permission().permission() + " " + check.answer())
        .containsExactly("memory:Read DENIED");
    assertThat(cloud.session.asked)
        .extracting(RequiredPermission::permission)
        .containsExactly("memory:Write");
  }
}
