package dev.onboard4j.testkit.azure;

import static dev.onboard4j.testkit.azure.AzureClient.ASSIGNMENT;
import static dev.onboard4j.testkit.azure.AzureClient.ASSIGNMENTS;
import static dev.onboard4j.testkit.azure.AzureClient.GROUP;
import static dev.onboard4j.testkit.azure.AzureClient.OTHER;
import static dev.onboard4j.testkit.azure.AzureClient.PRINCIPAL;
import static dev.onboard4j.testkit.azure.AzureClient.ROLE;
import static dev.onboard4j.testkit.azure.AzureClient.ROLES;
import static dev.onboard4j.testkit.azure.AzureClient.error;
import static dev.onboard4j.testkit.azure.AzureClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RoleAssignmentsTest {
  private static final String SUBSCRIPTION = "/subscriptions/" + EmbeddedAzure.SUBSCRIPTION;
  private static final String SECOND = "a551e000-0000-4000-8000-000000000002";
  private static final String READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

  private final EmbeddedAzure azure =
      EmbeddedAzure.start()
          .group(EmbeddedAzure.SUBSCRIPTION, "g")
          .group(EmbeddedAzure.SUBSCRIPTION, "o");
  private final AzureClient client = new AzureClient(azure);

  @BeforeEach
  void role() throws IOException {
    client.putRole(ROLE, "Mine", List.of(GROUP, OTHER), "*/read");
  }

  @AfterEach
  void stop() {
    azure.close();
  }

  private HttpResponse<String> put(String principal, String type) throws IOException {
    return client.arm(
        "PUT",
        GROUP + ASSIGNMENTS + "/" + ASSIGNMENT,
        ("{\"properties\":{\"roleDefinitionId\":\"" + SUBSCRIPTION + ROLES + "/" + ROLE)
            + ("\",\"principalId\":\"" + principal + "\"" + type + "}}"));
  }

  @Test
  void aRoleIsAssignedOnceAndAgain() throws IOException {
    HttpResponse<String> made = client.assign(ASSIGNMENT, GROUP, ROLE, PRINCIPAL);
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(json(made).at("/properties/condition").isNull()).isTrue();
    assertThat(json(made).at("/properties/createdBy").isNull()).isTrue();
    assertThat(json(made).at("/properties/scope").asText()).isEqualTo(GROUP);
    assertThat(client.assign(ASSIGNMENT, GROUP, ROLE, PRINCIPAL).statusCode()).isEqualTo(200);
    assertThat(client.arm("DELETE", GROUP + ASSIGNMENTS + "/" + ASSIGNMENT, "").statusCode())
        .isEqualTo(200);
    assertThat(client.arm("DELETE", GROUP + ASSIGNMENTS + "/" + ASSIGNMENT, "").statusCode())
        .isEqualTo(204);
    assertThat(error(client.arm("GET", GROUP + ASSIGNMENTS + "/" + ASSIGNMENT, "")))
        .isEqualTo("404 RoleAssignmentNotFound");
  }

  @Test
  void anAssignmentThatIsThereUnderAnotherNameIsNamed() throws IOException {
    client.assign(ASSIGNMENT, GROUP, ROLE, PRINCIPAL);
    HttpResponse<String> reply =
        client.assign(SECOND, GROUP.replace("Groups", "groups"), ROLE, PRINCIPAL);
    assertThat(error(reply)).isEqualTo("409 RoleAssignmentExists");
    assertThat(reply.body())
        .contains("The ID of the existing role assignment is " + ASSIGNMENT.replace("-", "") + ".");
    assertThat(client.assign(SECOND, OTHER, ROLE, PRINCIPAL).statusCode()).isEqualTo(201);
  }

  @Test
  void aNameKeepsItsScopeRoleAndPrincipal() throws IOException {
    client.assign(ASSIGNMENT, GROUP, ROLE, PRINCIPAL);
    String refused = "400 RoleAssignmentUpdateNotPermitted";
    assertThat(error(client.assign(ASSIGNMENT, OTHER, ROLE, PRINCIPAL))).isEqualTo(refused);
    assertThat(error(client.assign(ASSIGNMENT, GROUP, READER, PRINCIPAL))).isEqualTo(refused);
    assertThat(error(client.assign(ASSIGNMENT, GROUP, ROLE, SECOND))).isEqualTo(refused);
  }

  @Test
  void aPrincipalThatIsUnknownIsFoundOnlyByItsClaimedType() throws IOException {
    HttpResponse<String> unknown = put(PRINCIPAL, "");
    assertThat(error(unknown)).isEqualTo("400 PrincipalNotFound");
    assertThat(unknown.body()).contains("does not exist in the directory " + EmbeddedAzure.TENANT);
    assertThat(put(PRINCIPAL, ",\"principalType\":\"ServicePrincipal\"").statusCode())
        .isEqualTo(201);
  }

  @Test
  void aPrincipalHasOneTypeAndAForm() throws IOException {
    String user = AzureWorld.ADMINISTRATOR.id();
    assertThat(error(put(user, ",\"principalType\":\"ServicePrincipal\"")))
        .isEqualTo("400 UnmatchedPrincipalType");
    assertThat(error(put("me", ""))).isEqualTo("400 InvalidPrincipalId");
    assertThat(json(put(user, "")).at("/properties/principalType").asText()).isEqualTo("User");
  }

  @Test
  void aRoleThatIsNotKnownOrNotForThisScopeIsMissing() throws IOException {
    assertThat(error(client.assign(ASSIGNMENT, GROUP, SECOND, PRINCIPAL)))
        .isEqualTo("400 RoleDefinitionDoesNotExist");
    assertThat(error(client.assign(ASSIGNMENT, SUBSCRIPTION, ROLE, PRINCIPAL)))
        .isEqualTo("400 RoleDefinitionDoesNotExist");
    azure.lag(AzureLag.ROLE_DEFINITION, 1);
    client.putRole(SECOND, "Late", List.of(GROUP), "*/read");
    assertThat(error(client.assign(ASSIGNMENT, GROUP, SECOND, PRINCIPAL)))
        .isEqualTo("400 RoleDefinitionDoesNotExist");
    assertThat(client.assign(ASSIGNMENT, GROUP, SECOND, PRINCIPAL).statusCode()).isEqualTo(201);
  }

  /** REST reference: atScope() is at the scope and above; a principal's are everywhere. */
  @Test
  void filtersChooseTheAssignmentsOfAListing() throws IOException {
    String user = AzureWorld.ADMINISTRATOR.id();
    client.assign(ASSIGNMENT, GROUP, ROLE, PRINCIPAL);
    client.arm(
        "PUT",
        SUBSCRIPTION + ASSIGNMENTS + "/" + SECOND,
        ("{\"properties\":{\"roleDefinitionId\":\"" + ROLES + "/" + READER)
            + ("\",\"principalId\":\"" + user + "\"}}"));
    assertThat(client.names(SUBSCRIPTION + ASSIGNMENTS)).containsExactly(ASSIGNMENT, SECOND);
    assertThat(client.names(OTHER + ASSIGNMENTS)).containsExactly(SECOND);
    assertThat(client.names(SUBSCRIPTION + ASSIGNMENTS + "?$filter=atScope()"))
        .containsExactly(SECOND);
    assertThat(client.names(GROUP + ASSIGNMENTS + "?$filter=atScope()"))
        .containsExactly(ASSIGNMENT, SECOND);
    String of = "?$filter=principalId eq '" + PRINCIPAL + "'";
    assertThat(client.names(SUBSCRIPTION + ASSIGNMENTS + of)).containsExactly(ASSIGNMENT);
    assertThat(client.names(SUBSCRIPTION + ASSIGNMENTS + of + " and atScope()")).isEmpty();
  }

  @Test
  void assignedToLooksThroughGroups() throws IOException {
    String group = "9a1b0000-0000-4000-8000-000000000007";
    azure.member(group, AzureWorld.ADMINISTRATOR.id());
    assertThat(put(group, "").statusCode()).isEqualTo(201);
    String user = AzureWorld.ADMINISTRATOR.id();
    assertThat(client.names(GROUP + ASSIGNMENTS + "?$filter=assignedTo('" + user + "')"))
        .containsExactly(ASSIGNMENT);
    assertThat(client.names(GROUP + ASSIGNMENTS + "?$filter=principalId eq '" + user + "'"))
        .isEmpty();
  }

  @Test
  void aConditionOfTheSenderLimitsTheRolesItAssigns() throws IOException {
    azure.assignOnly(List.of(READER));
    HttpResponse<String> reply = client.assign(ASSIGNMENT, GROUP, ROLE, PRINCIPAL);
    assertThat(error(reply)).isEqualTo("403 AuthorizationFailed");
    assertThat(reply.body()).contains("or an ABAC condition not fulfilled");
    assertThat(client.assign(ASSIGNMENT, GROUP, READER, PRINCIPAL).statusCode()).isEqualTo(201);
  }

  /** azure-rest-api-specs: the members of a request and their types. */
  @ParameterizedTest
  @CsvSource({
    "',\"principaltype\":\"User\"', Could not find member 'principaltype'",
    "',\"description\":[]', Unexpected value at member 'description'",
  })
  void aRequestHasTheMembersOfItsType(String member, String words) throws IOException {
    HttpResponse<String> reply = put(PRINCIPAL, member);
    assertThat(error(reply)).isEqualTo("400 InvalidRequestContent");
    assertThat(reply.body()).contains(words);
  }

  @Test
  void aLockKeepsAssignmentsFromBeingDeleted() throws IOException {
    client.assign(ASSIGNMENT, GROUP, ROLE, PRINCIPAL);
    azure.lock(GROUP);
    assertThat(error(client.arm("DELETE", GROUP + ASSIGNMENTS + "/" + ASSIGNMENT, "")))
        .isEqualTo("409 ScopeLocked");
  }

  @Test
  void aDeletedAssignmentLingers() throws IOException {
    client.assign(ASSIGNMENT, GROUP, ROLE, PRINCIPAL);
    azure.lag(AzureLag.RESOURCE_MANAGER, 1);
    client.arm("DELETE", GROUP + ASSIGNMENTS + "/" + ASSIGNMENT, "");
    assertThat(client.names(GROUP + ASSIGNMENTS)).containsExactly(ASSIGNMENT);
    assertThat(client.names(GROUP + ASSIGNMENTS)).isEmpty();
  }
}
