package dev.onboard4j.aks;

import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.azure.AzureGraphAccess;
import dev.onboard4j.testkit.contract.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The permanent refusals of Azure and Entra. */
record AzureRefusals(AzureWorld world) {
  private static final String FAR_SUBSCRIPTION = "99999999-2222-4333-8444-555555555555";

  static List<Refusal> of(AzureWorld world) {
    return new AzureRefusals(world).all();
  }

  private List<Refusal> all() {
    return List.of(
        Refusal.of(
            "a name of a role that another one has in the tenant",
            this::takeTheName,
            "A role definition cannot be updated with a name that already exists."),
        Refusal.of(
            "a tenant whose users may not register applications",
            () -> world.azure().graph(AzureGraphAccess.MEMBER).withoutRegistration(),
            "Insufficient privileges to complete the operation."),
        new Refusal(
            "a policy that forbids secrets",
            () -> world.azure().withoutSecrets(),
            "CredentialTypeNotAllowedAsPerAppPolicy",
            AzureRefusals::secret),
        new Refusal(
            "a policy that limits the life of secrets",
            () -> world.azure().secretsUpTo(Duration.ofDays(30)),
            "CredentialInvalidLifetimeAsPerAppPolicy",
            AzureRefusals::secret),
        new Refusal(
            "a provider that is not registered",
            () -> world.azure().unregister(AzureWorld.SUBSCRIPTION, "Microsoft.ManagedIdentity"),
            "is not registered to use namespace",
            onboarding -> onboarding.set("aks.access", "managed-identity")));
  }

  private static Onboarding secret(Onboarding onboarding) {
    return onboarding.set("aks.access", "secret").set("aks.secret-days", "365");
  }

  /** In a subscription whose roles a listing at the cluster does not show. */
  private void takeTheName() {
    String scope = "/subscriptions/" + FAR_SUBSCRIPTION + "/resourceGroups/far";
    world.azure().group(FAR_SUBSCRIPTION, "far");
    Map<String, Object> role =
        Map.of(
            "properties",
            Map.of(
                "roleName", AzureWorld.ROLE,
                "permissions", List.of(Map.of("actions", List.of("Microsoft.Compute/*/read"))),
                "assignableScopes", List.of(scope)));
    world
        .azure()
        .change(
            "PUT",
            scope
                + "/providers/Microsoft.Authorization/roleDefinitions/"
                + "0f0f0f0f-1111-4222-8333-444455556666?api-version=2022-04-01",
            new String(Tree.bytes(role), StandardCharsets.UTF_8));
  }
}
