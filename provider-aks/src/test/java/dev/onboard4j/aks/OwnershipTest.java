package dev.onboard4j.aks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.Gate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nothing of others is touched, and what others can use is adopted only by consent. */
final class OwnershipTest {
  private static final String ATTACKER = "a0000000-0000-4000-8000-0000000000ff";

  private static Change change(ApplicablePlan planned, String type) {
    return planned.plan().changes().stream()
        .filter(one -> one.id().type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static void asksForAdoption(Change change) {
    assertThat(change.gate())
        .isInstanceOfSatisfying(
            Gate.Consent.class, gate -> assertThat(gate.kind()).isEqualTo("adopt"));
  }

  private static List<Object> marks() {
    return List.of(
        "onboard4j:blueprint=castai/current",
        "onboard4j:cluster=aks://" + AzureWorld.SUBSCRIPTION + "/production/prod");
  }

  private static Tree secret(AzureWorld world, Tree app, String name) {
    return world
        .rest()
        .post(
            "/v1.0/applications/" + app.text("id") + "/addPassword",
            Map.of("passwordCredential", Map.of("displayName", name)));
  }

  @Test
  void anApplicationOfTheSameNameIsAdoptedOnlyByConsent() {
    try (AzureWorld world = AzureWorld.start()) {
      Tree app = world.rest().post("/v1.0/applications", Map.of("displayName", AzureWorld.APP));
      secret(world, app, "prod-castai");
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      Change change = change(planned, "application");
      asksForAdoption(change);
      assertThat(change.extras().toString()).contains("owner: ", "prod-castai");
      Object before = world.state();
      assertThatThrownBy(planned::apply).isInstanceOf(OnboardingException.class);
      assertThat(world.state()).isEqualTo(before);
      world.onboarding().adopt(change.id().toString()).plan(world.cluster()).apply();
      Tree adopted = world.rest().application(AzureWorld.APP);
      assertThat(adopted.text("id")).isEqualTo(app.text("id"));
      assertThat(adopted.objects("passwordCredentials")).hasSize(1);
      assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
    }
  }

  @Test
  void aForgedMarkOfAnApplicationWithASecretIsNotBelieved() {
    try (AzureWorld world = AzureWorld.start()) {
      Tree app =
          world
              .rest()
              .post("/v1.0/applications", Map.of("displayName", AzureWorld.APP, "tags", marks()));
      secret(world, app, "mine");
      asksForAdoption(change(world.onboarding().plan(world.cluster()), "application"));
    }
  }

  @Test
  void aTrapUnderOurUniqueNameStopsTheRun() {
    try (AzureWorld world = AzureWorld.start()) {
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      String unique =
          "onboard4j-" + NameBasedGuid.of("application", world.cluster().uri().toString());
      Tree trap =
          world
              .rest()
              .post("/v1.0/applications", Map.of("displayName", "harmless", "uniqueName", unique));
      secret(world, trap, "mine");
      assertThat(planned.attempt().succeeded()).isFalse();
      assertThat(world.rest().assignments(AzureWorld.GROUP)).isEmpty();
      asksForAdoption(change(world.onboarding().plan(world.cluster()), "application"));
    }
  }

  @Test
  void severalApplicationsOfTheNameAreRefusedWithTheirIds() {
    try (AzureWorld world = AzureWorld.start()) {
      Tree one = world.rest().post("/v1.0/applications", Map.of("displayName", AzureWorld.APP));
      Tree two = world.rest().post("/v1.0/applications", Map.of("displayName", AzureWorld.APP));
      assertThatThrownBy(() -> world.onboarding().plan(world.cluster()))
          .isInstanceOfSatisfying(
              OnboardingException.class,
              e -> assertThat(e.getMessage()).contains(one.text("appId"), two.text("appId")));
    }
  }

  @Test
  void credentialsOfOthersOnOurApplicationAreToldAndKept() {
    try (AzureWorld world = AzureWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      Tree app = world.rest().application(AzureWorld.APP);
      Tree secret = secret(world, app, "other tool");
      world
          .rest()
          .post(
              "/v1.0/applications/" + app.text("id") + "/federatedIdentityCredentials",
              Map.of(
                  "name", "github",
                  "issuer", "https://token.actions.githubusercontent.com",
                  "subject", "repo:a/b:ref:refs/heads/main",
                  "audiences", List.of("api://AzureADTokenExchange")));
      ApplicablePlan again = world.onboarding().plan(world.cluster());
      assertThat(change(again, "application").extras().toString()).contains("other tool", "github");
      assertThat(again.plan().hasChanges()).isFalse();
      ApplicablePlan removal = world.onboarding().planRemoval(world.cluster());
      assertThat(change(removal, "application").gate().toString())
          .contains(secret.text("keyId"), "github");
    }
  }

  @Test
  void aRoleOfTheSameNameIsAdoptedWithItsGuid() {
    try (AzureWorld world = AzureWorld.start()) {
      String guid = "0f0f0f0f-1111-4222-8333-444455556666";
      role(world, guid);
      ApplicablePlan planned = world.onboarding().adopt("all").plan(world.cluster());
      asksForAdoption(change(planned, "role-definition"));
      assertThat(planned.apply().outputs()).containsEntry("role-guid", guid);
      assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
      assertThat(world.onboarding().planRemoval(world.cluster()).apply().succeeded()).isTrue();
      assertThat(world.state().toString()).doesNotContain(guid);
    }
  }

  static void role(AzureWorld world, String guid) {
    world
        .rest()
        .put(
            AzureWorld.GROUP
                + "/providers/Microsoft.Authorization/roleDefinitions/"
                + guid
                + "?api-version=2022-04-01",
            Map.of(
                "properties",
                Map.of(
                    "roleName",
                    AzureWorld.ROLE,
                    "description",
                    "made by a script",
                    "permissions",
                    List.of(Map.of("actions", List.of("Microsoft.Compute/*/read"))),
                    "assignableScopes",
                    List.of(AzureWorld.GROUP))));
  }

  @Test
  void anAssignmentOfTheRoleToSomebodyElseBlocksItsRemoval() {
    try (AzureWorld world = AzureWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      Tree app = world.rest().application("billing");
      Tree principal =
          world.rest().post("/v1.0/servicePrincipals", Map.of("appId", app.text("appId")));
      Tree ours = world.rest().assignments(AzureWorld.GROUP).get(0);
      world
          .rest()
          .put(
              AzureWorld.GROUP
                  + "/providers/Microsoft.Authorization/roleAssignments/"
                  + ATTACKER
                  + "?api-version=2022-04-01",
              Map.of(
                  "properties",
                  Map.of(
                      "roleDefinitionId", ours.text("properties", "roleDefinitionId"),
                      "principalId", principal.text("id"),
                      "principalType", "ServicePrincipal")));
      ApplicablePlan removal = world.onboarding().planRemoval(world.cluster());
      assertThat(change(removal, "role-definition").gate().toString()).contains(ATTACKER);
      assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
    }
  }

  @Test
  void aStaleAssignmentOfADeadPrincipalIsReplacedByConsent() {
    try (AzureWorld world = AzureWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      Tree app = world.rest().application(AzureWorld.APP);
      world.rest().delete("/v1.0/applications/" + app.text("id"));
      world.rest().delete("/v1.0/directory/deletedItems/" + app.text("id"));
      ApplicablePlan planned = world.onboarding().allow("replace").plan(world.cluster());
      assertThat(planned.plan().changes())
          .filteredOn(one -> one.id().type().equals("role-assignment"))
          .hasSize(2)
          .allSatisfy(one -> assertThat(one.action()).isEqualTo(Action.REPLACE));
      assertThat(planned.apply().succeeded()).isTrue();
      assertThat(world.rest().assignments(AzureWorld.GROUP)).hasSize(1);
      assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
    }
  }

  @Test
  void aDeletedApplicationIsRestoredWithItsPrincipal() {
    try (AzureWorld world = AzureWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      Tree app = world.rest().application(AzureWorld.APP);
      Object before = world.state();
      world.rest().delete("/v1.0/applications/" + app.text("id"));
      ApplicablePlan planned = world.onboarding().allow("replace").plan(world.cluster());
      assertThat(change(planned, "application").extras().toString()).contains("to restore");
      assertThat(planned.apply().succeeded()).isTrue();
      assertThat(world.rest().application(AzureWorld.APP).text("appId"))
          .isEqualTo(app.text("appId"));
      assertThat(world.state()).isEqualTo(before);
    }
  }
}
