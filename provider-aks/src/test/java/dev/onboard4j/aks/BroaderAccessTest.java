package dev.onboard4j.aks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.plan.BroaderAccess;
import dev.onboard4j.plan.OnboardingPlan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Access that others opened through our objects is told first, and is drift but no change. */
final class BroaderAccessTest {
  private static final String THEIRS = "0f0f0f0f-1111-4222-8333-444455556666";
  private static final String READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
  private static final String OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
  private static final String IDENTITY =
      AzureWorld.GROUP
          + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/"
          + AzureWorld.IDENTITY;
  private static final Map<String, Object> GITHUB =
      Map.of(
          "issuer", "https://token.actions.githubusercontent.com",
          "subject", "repo:a/b:ref:refs/heads/main",
          "audiences", List.of("api://AzureADTokenExchange"));

  private static void assign(AzureWorld world, String scope, String role, String principal) {
    assign(world, scope, role, principal, "");
  }

  private static void assign(
      AzureWorld world, String scope, String role, String principal, String description) {
    world
        .rest()
        .put(
            scope
                + "/providers/Microsoft.Authorization/roleAssignments/"
                + THEIRS
                + "?api-version=2022-04-01",
            Map.of(
                "properties",
                Map.of(
                    "roleDefinitionId",
                    "/subscriptions/"
                        + AzureWorld.SUBSCRIPTION
                        + "/providers/Microsoft.Authorization/roleDefinitions/"
                        + role,
                    "principalId",
                    principal,
                    "principalType",
                    "ServicePrincipal",
                    "description",
                    description)));
  }

  private static String principal(AzureWorld world, String app) {
    String appId = world.rest().application(app).text("appId");
    return world.rest().get("/v1.0/servicePrincipals(appId='" + appId + "')").text("id");
  }

  private static String stranger(AzureWorld world) {
    String appId = world.rest().application("billing").text("appId");
    return world.rest().post("/v1.0/servicePrincipals", Map.of("appId", appId)).text("id");
  }

  private static Onboarding byIdentity(AzureWorld world) {
    return world.onboarding().set("aks.access", "managed-identity");
  }

  /** The one broader access of a drift, and of a plan, which has no change. */
  private static String told(AzureWorld world, Onboarding onboarding) {
    OnboardingPlan plan = onboarding.plan(world.cluster()).plan();
    assertThat(plan.hasChanges()).isFalse();
    List<BroaderAccess> broader = onboarding.drift(world.cluster()).broader();
    assertThat(plan.broader()).isEqualTo(broader).hasSize(1);
    return broader.get(0).id() + " " + broader.get(0).text();
  }

  @Test
  void anotherClientSecretIsBroaderAccess() {
    try (AzureWorld world = AzureWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      String app = "/v1.0/applications/" + world.rest().application(AzureWorld.APP).text("id");
      world
          .rest()
          .post(
              app + "/addPassword",
              Map.of("passwordCredential", Map.of("displayName", "other tool")));
      assertThat(told(world, world.onboarding()))
          .startsWith("application/")
          .contains("client secret that the plan keeps", "other tool");
    }
  }

  @Test
  void anotherCertificateIsBroaderAccess() {
    try (AzureWorld world = AzureWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      String app = "/v1.0/applications/" + world.rest().application(AzureWorld.APP).text("id");
      world
          .rest()
          .patch(
              app,
              Map.of(
                  "keyCredentials",
                  List.of(
                      Map.of(
                          "type", "AsymmetricX509Cert",
                          "usage", "Verify",
                          "displayName", "CN=other",
                          "key", "MIIB"))));
      assertThat(told(world, world.onboarding()))
          .startsWith("application/")
          .contains("certificate that the plan keeps", "CN=other");
    }
  }

  @Test
  void anotherFederatedCredentialOfTheApplicationIsBroaderAccess() {
    try (AzureWorld world = AzureWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      String app = "/v1.0/applications/" + world.rest().application(AzureWorld.APP).text("id");
      Map<String, Object> credential = new TreeMap<>(GITHUB);
      credential.put("name", "github");
      world.rest().post(app + "/federatedIdentityCredentials", credential);
      assertThat(told(world, world.onboarding()))
          .startsWith("application/")
          .contains("github, repo:a/b:ref:refs/heads/main of https://token.actions");
    }
  }

  @Test
  void anotherFederatedCredentialOfTheIdentityIsBroaderAccess() {
    try (AzureWorld world = AzureWorld.start()) {
      byIdentity(world).plan(world.cluster()).apply();
      world
          .rest()
          .put(
              IDENTITY + "/federatedIdentityCredentials/github?api-version=2023-01-31",
              Map.of("properties", GITHUB));
      assertThat(told(world, byIdentity(world)))
          .startsWith("managed-identity/")
          .contains("github, repo:a/b:ref:refs/heads/main of https://token.actions");
    }
  }

  @Test
  void anotherRoleOfTheServicePrincipalIsBroaderAccess() {
    try (AzureWorld world = AzureWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      assign(world, AzureWorld.NODES, READER, principal(world, AzureWorld.APP));
      assertThat(told(world, world.onboarding()))
          .startsWith("service-principal/")
          .contains("Reader at " + AzureWorld.NODES);
    }
  }

  @Test
  void aRoleOfTheSubscriptionIsBroaderAccess() {
    try (AzureWorld world = AzureWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      String subscription = "/subscriptions/" + AzureWorld.SUBSCRIPTION;
      assign(world, subscription, OWNER, principal(world, AzureWorld.APP));
      assertThat(told(world, world.onboarding())).endsWith("Owner at " + subscription);
    }
  }

  @Test
  void anotherRoleOfTheIdentityIsBroaderAccess() {
    try (AzureWorld world = AzureWorld.start()) {
      byIdentity(world).plan(world.cluster()).apply();
      String principal =
          world.rest().get(IDENTITY + "?api-version=2023-01-31").text("properties", "principalId");
      assign(world, AzureWorld.GROUP, READER, principal);
      assertThat(told(world, byIdentity(world)))
          .startsWith("managed-identity/")
          .contains("Reader at " + AzureWorld.GROUP);
    }
  }

  @Test
  void ourRoleInOtherHandsIsBroaderAccessWhateverItsDescriptionSays() {
    try (AzureWorld world = AzureWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      Tree ours = world.rest().assignments(AzureWorld.GROUP).get(0);
      String stranger = stranger(world);
      assign(
          world,
          AzureWorld.GROUP,
          RoleAssignments.role(ours),
          stranger,
          ours.text("properties", "description"));
      assertThat(told(world, world.onboarding()))
          .startsWith("role-definition/")
          .contains(stranger + " at " + AzureWorld.GROUP);
      assertThat(
              world.onboarding().planRemoval(world.cluster()).plan().changes().stream()
                  .filter(one -> one.id().type().equals("role-definition"))
                  .findFirst()
                  .orElseThrow()
                  .gate()
                  .toString())
          .contains(THEIRS);
    }
  }

  @Test
  void whatOnboardingMadeIsNotBroader() {
    try (AzureWorld world = AzureWorld.start()) {
      world.onboarding().plan(world.cluster()).apply();
      assertThat(world.onboarding().drift(world.cluster()).broader()).isEmpty();
    }
  }
}
