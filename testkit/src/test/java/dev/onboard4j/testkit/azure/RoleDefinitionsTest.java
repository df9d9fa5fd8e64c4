package dev.onboard4j.testkit.azure;

import static dev.onboard4j.testkit.azure.AzureClient.ASSIGNMENT;
import static dev.onboard4j.testkit.azure.AzureClient.GROUP;
import static dev.onboard4j.testkit.azure.AzureClient.OTHER;
import static dev.onboard4j.testkit.azure.AzureClient.PRINCIPAL;
import static dev.onboard4j.testkit.azure.AzureClient.ROLE;
import static dev.onboard4j.testkit.azure.AzureClient.ROLES;
import static dev.onboard4j.testkit.azure.AzureClient.error;
import static dev.onboard4j.testkit.azure.AzureClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.testkit.cloud.Fault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RoleDefinitionsTest {
  private static final String SUBSCRIPTION = "/subscriptions/" + EmbeddedAzure.SUBSCRIPTION;
  private static final String SECOND = "7e1e0000-0000-4000-8000-000000000002";

  private final EmbeddedAzure azure =
      EmbeddedAzure.start()
          .group(EmbeddedAzure.SUBSCRIPTION, "g")
          .group(EmbeddedAzure.SUBSCRIPTION, "o");
  private final AzureClient client = new AzureClient(azure);

  @AfterEach
  void stop() {
    azure.close();
  }

  /**
   * az's recordings of a custom role: 201 twice, an id of the subscription, no creator at first.
   */
  @Test
  void aRoleIsWrittenAndReadAsItWasRecorded() throws IOException {
    HttpResponse<String> made = client.putRole(ROLE, "Mine", List.of(GROUP), "*/read");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(json(made).path("id").asText()).isEqualTo(SUBSCRIPTION + ROLES + "/" + ROLE);
    assertThat(json(made).path("properties").path("type").asText()).isEqualTo("CustomRole");
    assertThat(json(made).path("properties").path("createdBy").isNull()).isTrue();
    assertThat(json(made).at("/properties/permissions/0/notActions")).isEmpty();
    assertThat(client.putRole(ROLE, "Mine", List.of(GROUP), "*/read").statusCode()).isEqualTo(201);
    assertThat(client.read(GROUP + ROLES + "/" + ROLE).at("/properties/createdBy").asText())
        .isEqualTo(AzureWorld.ADMINISTRATOR.id());
    assertThat(made.body()).doesNotContain("\n");
  }

  @Test
  void aRoleThatIsMissingIsToldAndItsDeletionIsNot() throws IOException {
    assertThat(error(client.arm("GET", GROUP + ROLES + "/" + ROLE, "")))
        .isEqualTo("404 RoleDefinitionDoesNotExist");
    assertThat(client.arm("DELETE", GROUP + ROLES + "/" + ROLE, "").statusCode()).isEqualTo(204);
  }

  @Test
  void aNameIsUniqueInTheTenantWithoutCase() throws IOException {
    client.putRole(ROLE, "Mine", List.of(GROUP), "*/read");
    assertThat(error(client.putRole(SECOND, "mine", List.of(OTHER), "*/read")))
        .isEqualTo("409 RoleDefinitionWithSameNameExists");
  }

  @Test
  void anActionThatNoProviderHasRefusesTheWholeRole() throws IOException {
    HttpResponse<String> reply =
        client.putRole(
            ROLE, "Mine", List.of(GROUP), "*/read", "Microsoft.Compute/disks/fly/action");
    assertThat(error(reply)).isEqualTo("400 InvalidActionOrNotAction");
    assertThat(reply.body()).contains("'Microsoft.Compute/disks/fly/action' does not match any");
    assertThat(error(client.putRole(ROLE, "Mine", List.of(GROUP), "Microsoft.*/disks/*")))
        .isEqualTo("400 InvalidActionOrNotAction");
    assertThat(
            client.putRole(ROLE, "Mine", List.of(GROUP), "microsoft.compute/*/READ").statusCode())
        .isEqualTo(201);
  }

  @Test
  void everyAssignableScopeHasToBeThereAndToPermitTheWrite() throws IOException {
    azure.lack(OTHER, "Microsoft.Authorization/roleDefinitions/write");
    HttpResponse<String> denied = client.putRole(ROLE, "Mine", List.of(GROUP, OTHER), "*/read");
    assertThat(error(denied)).isEqualTo("403 LinkedAuthorizationFailed");
    assertThat(denied.body()).contains("on the linked scope(s) '" + OTHER + "'");
    assertThat(error(client.putRole(ROLE, "Mine", List.of(GROUP, GROUP + "x"), "*/read")))
        .isEqualTo("403 LinkedAuthorizationFailed");
    assertThat(error(client.putRole(ROLE, "Mine", List.of(GROUP, "/"), "*/read")))
        .isEqualTo("400 BadRequestFormat");
  }

  @Test
  void aRoleInUseKeepsItsScopesAndStays() throws IOException {
    client.putRole(ROLE, "Mine", List.of(GROUP, OTHER), "*/read");
    client.assign(ASSIGNMENT, OTHER, ROLE, PRINCIPAL);
    assertThat(error(client.putRole(ROLE, "Mine", List.of(GROUP), "*/read")))
        .endsWith("RoleScopeBeingRemovedContainsAssignments");
    assertThat(error(client.arm("DELETE", GROUP + ROLES + "/" + ROLE, "")))
        .endsWith("RoleDefinitionHasAssignments");
    client.arm("DELETE", OTHER + AzureClient.ASSIGNMENTS + "/" + ASSIGNMENT, "");
    assertThat(client.arm("DELETE", GROUP + ROLES + "/" + ROLE, "").statusCode()).isEqualTo(200);
  }

  @Test
  void aDisabledSubscriptionKeepsItsRoles() throws IOException {
    client.putRole(ROLE, "Mine", List.of(GROUP), "*/read");
    azure.subscription(EmbeddedAzure.SUBSCRIPTION, "Disabled");
    assertThat(error(client.putRole(ROLE, "Mine", List.of(GROUP), "*/read")))
        .isEqualTo("409 ReadOnlyDisabledSubscription");
    assertThat(error(client.arm("DELETE", GROUP + ROLES + "/" + ROLE, "")))
        .isEqualTo("409 ReadOnlyDisabledSubscription");
  }

  /** "Troubleshoot Azure RBAC": any of the assignable scopes, not only the first. */
  @Test
  void aDisabledSubscriptionAmongTheScopesBlocksTheRole() throws IOException {
    String other = "44444444-2222-4333-8444-555555555555";
    azure.group(other, "g");
    List<String> scopes = List.of(GROUP, "/subscriptions/" + other + "/resourceGroups/g");
    client.putRole(ROLE, "Mine", scopes, "*/read");
    azure.subscription(other, "Disabled");
    assertThat(error(client.putRole(ROLE, "Mine", scopes, "*/read")))
        .isEqualTo("409 ReadOnlyDisabledSubscription");
    assertThat(error(client.arm("DELETE", GROUP + ROLES + "/" + ROLE, "")))
        .isEqualTo("409 ReadOnlyDisabledSubscription");
  }

  @Test
  void aRoleOutlivesItsGroupButTheAssignmentsThereDoNot() throws IOException {
    List<String> scopes = List.of(GROUP, OTHER);
    client.putRole(ROLE, "Mine", scopes, "*/read");
    client.assign(ASSIGNMENT, OTHER, ROLE, PRINCIPAL);
    azure.removeGroup(EmbeddedAzure.SUBSCRIPTION, "O");
    assertThat(client.names(SUBSCRIPTION + AzureClient.ASSIGNMENTS)).isEmpty();
    assertThat(error(client.putRole(ROLE, "Mine", scopes, "*/read")))
        .isEqualTo("403 LinkedAuthorizationFailed");
    assertThat(client.arm("DELETE", GROUP + ROLES + "/" + ROLE, "").statusCode()).isEqualTo(200);
  }

  /** Usable at the scope and above; with the filter, also those below. */
  @Test
  void aListingHoldsTheRolesThatAreUsableAtItsScope() throws IOException {
    client.putRole(ROLE, "Mine", List.of(GROUP), "*/read");
    String custom = ROLES + "?$filter=type eq 'CustomRole'";
    assertThat(client.names(GROUP + custom)).containsExactly(ROLE);
    assertThat(client.names(OTHER + custom)).isEmpty();
    assertThat(client.names(SUBSCRIPTION + custom)).isEmpty();
    assertThat(client.names(SUBSCRIPTION + custom + " and atScopeAndBelow()"))
        .containsExactly(ROLE);
    assertThat(client.names(custom)).containsExactly(ROLE);
    assertThat(client.names(GROUP + ROLES + "?$filter=roleName eq 'mINE'")).containsExactly(ROLE);
    assertThat(client.names(GROUP + ROLES + "?$filter=roleName eq 'reader'")).hasSize(1);
    assertThat(client.names(GROUP + ROLES)).hasSizeGreaterThan(5);
  }

  @Test
  void theTenantsListingHoldsOnlyWhatTheSenderMayRead() throws IOException {
    client.putRole(ROLE, "Mine", List.of(GROUP), "*/read");
    azure.withoutRoles().role(OTHER, "Owner");
    assertThat(client.names(ROLES + "?$filter=type eq 'CustomRole'")).isEmpty();
    assertThat(error(client.putRole(SECOND, "Mine", List.of(OTHER), "*/read")))
        .isEqualTo("409 RoleDefinitionWithSameNameExists");
  }

  @Test
  void aNewRoleIsMissedAsOftenAsItsLagSays() throws IOException {
    azure.lag(AzureLag.RESOURCE_MANAGER, 2);
    client.putRole(ROLE, "Mine", List.of(GROUP), "*/read");
    for (int i = 0; i < 2; i++) {
      assertThat(client.arm("GET", GROUP + ROLES + "/" + ROLE, "").statusCode()).isEqualTo(404);
    }
    assertThat(client.arm("GET", GROUP + ROLES + "/" + ROLE, "").statusCode()).isEqualTo(200);
  }

  /** az's recordings: right after an update, the listing by name is empty. */
  @Test
  void anUpdatedRoleIsStaleInReadsAndMissingFromFilteredListings() throws IOException {
    client.putRole(ROLE, "Mine", List.of(GROUP), "*/read");
    azure.lag(AzureLag.RESOURCE_MANAGER, 1);
    client.putRole(ROLE, "Other", List.of(GROUP), "*/read");
    assertThat(client.read(GROUP + ROLES + "/" + ROLE).at("/properties/roleName").asText())
        .isEqualTo("Mine");
    assertThat(client.names(GROUP + ROLES + "?$filter=roleName eq 'Other'")).isEmpty();
    assertThat(client.names(GROUP + ROLES + "?$filter=roleName eq 'Other'")).hasSize(1);
  }

  @Test
  void whatAFaultHidesIsMissedByThatManyReads() throws IOException {
    azure.faults().on("arm:*roleDefinitions/write", 1, Fault.hide(1));
    client.putRole(ROLE, "Mine", List.of(GROUP), "*/read");
    assertThat(client.arm("GET", GROUP + ROLES + "/" + ROLE, "").statusCode()).isEqualTo(404);
    assertThat(client.arm("GET", GROUP + ROLES + "/" + ROLE, "").statusCode()).isEqualTo(200);
    azure.faults().on("arm:*roleDefinitions/delete", 1, Fault.hide(1));
    client.arm("DELETE", GROUP + ROLES + "/" + ROLE, "");
    assertThat(client.arm("GET", GROUP + ROLES + "/" + ROLE, "").statusCode()).isEqualTo(200);
    assertThat(client.arm("GET", GROUP + ROLES + "/" + ROLE, "").statusCode()).isEqualTo(404);
  }
}
