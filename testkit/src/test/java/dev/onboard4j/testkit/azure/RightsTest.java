package dev.onboard4j.testkit.azure;

import static dev.onboard4j.testkit.azure.AzureClient.ASSIGNMENT;
import static dev.onboard4j.testkit.azure.AzureClient.GROUP;
import static dev.onboard4j.testkit.azure.AzureClient.OTHER;
import static dev.onboard4j.testkit.azure.AzureClient.PRINCIPAL;
import static dev.onboard4j.testkit.azure.AzureClient.ROLE;
import static dev.onboard4j.testkit.azure.AzureClient.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RightsTest {
  private static final String PERMISSIONS = "/providers/Microsoft.Authorization/permissions";
  private static final String DENIALS = "/providers/Microsoft.Authorization/denyAssignments";

  private final EmbeddedAzure azure =
      EmbeddedAzure.start()
          .group(EmbeddedAzure.SUBSCRIPTION, "g")
          .group(EmbeddedAzure.SUBSCRIPTION, "o");
  private final AzureClient client = new AzureClient(azure);

  @AfterEach
  void stop() {
    azure.close();
  }

  @Test
  void aContributorWritesNoRoles() throws IOException {
    azure.withoutRoles().role(GROUP, "Contributor");
    HttpResponse<String> reply = client.putRole(ROLE, "Mine", List.of(GROUP), "*/read");
    assertThat(error(reply)).isEqualTo("403 AuthorizationFailed");
    assertThat(reply.body())
        .contains("'Microsoft.Authorization/roleDefinitions/write' over scope '" + GROUP)
        .contains("If access was recently granted, please refresh your credentials.");
    assertThat(client.read(GROUP).path("name").asText()).isEqualTo("g");
  }

  @Test
  void aRoleHoldsAtItsScopeAndBelow() throws IOException {
    azure.withoutRoles().role(GROUP, "Owner");
    assertThat(client.putRole(ROLE, "Mine", List.of(GROUP), "*/read").statusCode()).isEqualTo(201);
    assertThat(error(client.arm("GET", OTHER, ""))).isEqualTo("403 AuthorizationFailed");
    // One whose name begins alike is another one.
    azure.group(EmbeddedAzure.SUBSCRIPTION, "g2");
    assertThat(error(client.arm("GET", GROUP + "2", ""))).isEqualTo("403 AuthorizationFailed");
    // A scope that is not there is refused in the same words.
    assertThat(error(client.arm("GET", OTHER + "x", ""))).isEqualTo("403 AuthorizationFailed");
  }

  @Test
  void exactlyTheGrantedActionsAreAllowed() throws IOException {
    azure.withoutRoles().roleOf(GROUP, List.of("Microsoft.Authorization/roleDefinitions/write"));
    assertThat(client.putRole(ROLE, "Mine", List.of(GROUP), "*/read").statusCode()).isEqualTo(201);
    assertThat(error(client.assign(ASSIGNMENT, GROUP, ROLE, PRINCIPAL)))
        .isEqualTo("403 AuthorizationFailed");
  }

  @Test
  void permissionsAreThoseOfTheSenderAtAGroup() throws IOException {
    azure.lack(OTHER, "Microsoft.Authorization/roleAssignments/write");
    assertThat(client.read(GROUP + PERMISSIONS).at("/value/0/actions/0").asText()).isEqualTo("*");
    assertThat(client.read(GROUP + PERMISSIONS).at("/value/0/notActions")).isEmpty();
    assertThat(client.read(OTHER + PERMISSIONS).at("/value/0/notActions/0").asText())
        .isEqualTo("Microsoft.Authorization/roleAssignments/write");
    azure.withoutRoles();
    assertThat(client.read(GROUP + PERMISSIONS).path("value")).isEmpty();
    assertThat(client.read("/subscriptions").path("value")).isEmpty();
  }

  @Test
  void aDenyAssignmentShowsOnlyInItsOwnListing() throws IOException {
    azure.deny(GROUP, "managed by a service", List.of("*/write", "*/delete"));
    HttpResponse<String> reply = client.putRole(ROLE, "Mine", List.of(GROUP), "*/read");
    assertThat(error(reply)).isEqualTo("403 DenyAssignmentAuthorizationFailed");
    assertThat(reply.body()).contains("the deny assignment with name 'managed by a service'");
    assertThat(client.read(GROUP + PERMISSIONS).at("/value/0/notActions")).isEmpty();
    assertThat(client.read(GROUP + DENIALS).at("/value/0/properties/scope").asText())
        .isEqualTo(GROUP);
    assertThat(client.read(OTHER + DENIALS).path("value")).isEmpty();
    assertThat(error(client.putRole(ROLE, "Mine", List.of(OTHER, GROUP), "*/read")))
        .isEqualTo("403 LinkedAuthorizationFailed");
  }

  @Test
  void aWriteNeedsTheRegistrationOfItsProvider() throws IOException {
    azure.unregister(EmbeddedAzure.SUBSCRIPTION, "Microsoft.ManagedIdentity");
    String provider =
        "/subscriptions/" + EmbeddedAzure.SUBSCRIPTION + "/providers/Microsoft.ManagedIdentity";
    assertThat(client.read(provider).path("registrationState").asText()).isEqualTo("NotRegistered");
    client.arm("POST", provider + "/register", "");
    assertThat(client.read(provider).path("registrationState").asText()).isEqualTo("Registered");
  }
}
