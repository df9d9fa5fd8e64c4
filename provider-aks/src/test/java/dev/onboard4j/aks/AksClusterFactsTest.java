package dev.onboard4j.aks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.testkit.azure.AksClusterSpec;
import dev.onboard4j.testkit.azure.AksFeature;
import dev.onboard4j.testkit.azure.AksPoolSpec;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read about a cluster before its resources are declared. */
final class AksClusterFactsTest {
  private static final String OTHER = "99999999-2222-4333-8444-555555555555";

  private static String subnet(String subscription, String group, String name) {
    return "/subscriptions/"
        + subscription
        + "/resourceGroups/"
        + group
        + "/providers/Microsoft.Network/virtualNetworks/net/subnets/"
        + name;
  }

  private static List<String> assignments(OnboardingPlan plan) {
    return plan.changes().stream()
        .filter(one -> one.id().type().equals("role-assignment"))
        .map(one -> one.id().name())
        .toList();
  }

  private static AzureWorld withNetworks() {
    AzureWorld world =
        AzureWorld.of(
            AzureWorld.spec()
                .withPools(
                    List.of(
                        AksPoolSpec.system("nodepool1"),
                        AksPoolSpec.user("apps")
                            .inSubnet(subnet(AzureWorld.SUBSCRIPTION, "Networks", "nodes"))
                            .withPodsIn(subnet(OTHER, "pods", "pods")))));
    world.azure().group(AzureWorld.SUBSCRIPTION, "Networks").group(OTHER, "pods");
    return world;
  }

  @Test
  void theGroupsOfAllSubnetsOfAllPoolsAreScopes() {
    try (AzureWorld world = withNetworks()) {
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      assertThat(assignments(planned.plan()))
          .containsExactlyInAnyOrder(
              AzureWorld.SUBSCRIPTION + "/resourceGroups/Networks",
              OTHER + "/resourceGroups/pods",
              AzureWorld.SUBSCRIPTION + "/resourceGroups/production",
              AzureWorld.SUBSCRIPTION + "/resourceGroups/MC_production_prod_westeurope");
      assertThat(planned.apply().succeeded()).isTrue();
      assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
    }
  }

  @Test
  void aRemovalWithoutTheClusterTakesAllOfItAway() {
    try (AzureWorld world = withNetworks()) {
      world.onboarding().plan(world.cluster()).apply();
      world.azure().removeCluster(AzureWorld.SUBSCRIPTION, "production", "prod");
      ApplicablePlan removal = world.onboarding().planRemoval(world.cluster());
      assertThat(removal.apply().succeeded()).isTrue();
      assertThat(world.state().toString()).doesNotContain(AzureWorld.CLUSTER_ID, AzureWorld.ROLE);
      assertThat(world.rest().assignments("/subscriptions/" + OTHER + "/resourceGroups/pods"))
          .isEmpty();
    }
  }

  private static void removeClusterWithItsGroups(AzureWorld world) {
    world.azure().removeCluster(AzureWorld.SUBSCRIPTION, "production", "prod");
    world.azure().removeGroup(AzureWorld.SUBSCRIPTION, "production");
    world.azure().removeGroup(AzureWorld.SUBSCRIPTION, "MC_production_prod_westeurope");
  }

  @ParameterizedTest
  @ValueSource(strings = {"federation", "managed-identity"})
  void aRemovalWithoutTheGroupOfTheClusterTakesAllOfItAway(String access) {
    try (AzureWorld world = withNetworks()) {
      Onboarding onboarding = world.onboarding().set("aks.access", access);
      onboarding.plan(world.cluster()).apply();
      removeClusterWithItsGroups(world);
      ApplicablePlan removal = onboarding.planRemoval(world.cluster());
      assertThat(removal.plan().requiredPermissions())
          .extracting(one -> one.permission() + " " + one.resource())
          .contains(
              "Microsoft.Authorization/roleDefinitions/read /subscriptions/"
                  + AzureWorld.SUBSCRIPTION);
      assertThat(removal.apply().succeeded()).isTrue();
      assertThat(world.state().toString()).doesNotContain(AzureWorld.CLUSTER_ID, AzureWorld.ROLE);
      assertThat(world.rest().assignments("/subscriptions/" + OTHER + "/resourceGroups/pods"))
          .isEmpty();
      assertThat(onboarding.planRemoval(world.cluster()).plan().hasChanges()).isFalse();
    }
  }

  @Test
  void anAdoptedRoleIsFoundWithoutTheGroupOfTheCluster() {
    try (AzureWorld world = AzureWorld.start()) {
      String guid = "0f0f0f0f-1111-4222-8333-444455556666";
      OwnershipTest.role(world, guid);
      world.onboarding().adopt("all").plan(world.cluster()).apply();
      removeClusterWithItsGroups(world);
      assertThat(world.onboarding().planRemoval(world.cluster()).apply().succeeded()).isTrue();
      assertThat(world.state().toString()).doesNotContain(guid);
    }
  }

  @Test
  void aNetworkGroupThatNoPoolUsesAnyMoreIsLeftToTheRemoval() {
    try (AzureWorld world = withNetworks()) {
      world.onboarding().plan(world.cluster()).apply();
      world.azure().cluster(AzureWorld.spec());
      ApplicablePlan again = world.onboarding().plan(world.cluster());
      assertThat(again.plan().changes().toString()).contains("assignable-scopes");
      assertThat(again.plan().hasChanges()).isFalse();
      world.onboarding().planRemoval(world.cluster()).apply();
      assertThat(world.rest().assignments("/subscriptions/" + OTHER + "/resourceGroups/pods"))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = AksFeature.class,
      names = {"AUTOMATIC", "NODE_AUTO_PROVISIONING", "LOCKED_NODE_GROUP"})
  void clustersWhoseNodesAzureManagesAreRefusedInWords(AksFeature feature) {
    try (AzureWorld world = AzureWorld.of(AzureWorld.spec().with(feature))) {
      Object before = world.state();
      assertThatThrownBy(() -> world.onboarding().plan(world.cluster()))
          .isInstanceOfSatisfying(
              OnboardingException.class,
              e -> {
                assertThat(e.category()).isEqualTo(OnboardingException.Category.CONFLICT);
                assertThat(e.getMessage()).contains("cluster prod ");
                assertThat(e.remedy()).isNotBlank();
              });
      assertThat(world.onboarding().drift(world.cluster()).changes()).isNotEmpty();
      assertThat(world.state()).isEqualTo(before);
    }
  }

  @Test
  void theGroupOfTheNodesIsRefusedWithTheAddressToUse() {
    try (AzureWorld world = AzureWorld.start()) {
      AksCluster nodes =
          AksCluster.of(AzureWorld.SUBSCRIPTION, "MC_production_prod_westeurope", "prod");
      assertThatThrownBy(() -> world.onboarding().plan(nodes))
          .hasMessageContaining("aks://" + AzureWorld.SUBSCRIPTION + "/production/prod");
    }
  }

  @Test
  void namesHaveNoCase() {
    try (AzureWorld world =
        AzureWorld.of(
            AksClusterSpec.of(AzureWorld.SUBSCRIPTION, "Production", "Prod")
                .withNodeGroup("mc_Nodes"))) {
      world.onboarding().plan(world.cluster()).apply();
      AksCluster shouted =
          AksCluster.of(AzureWorld.SUBSCRIPTION.toUpperCase(Locale.ROOT), "PRODUCTION", "PROD");
      assertThat(shouted).isEqualTo(world.cluster());
      assertThat(world.onboarding().plan(shouted).plan().hasChanges()).isFalse();
    }
  }

  @Test
  void aMissingClusterIsBadInputWithItsPlace() {
    try (AzureWorld world = AzureWorld.start()) {
      AksCluster gone = AksCluster.of(AzureWorld.SUBSCRIPTION, "production", "gone");
      assertThatThrownBy(() -> world.onboarding().plan(gone))
          .isInstanceOfSatisfying(
              OnboardingException.class,
              e -> assertThat(e.problems()).extracting("path").containsExactly("cluster.name"));
    }
  }

  @Test
  void theNodePoolsOfThePlatformStayAndAreToldAtRemoval() {
    try (AzureWorld world =
        AzureWorld.of(AzureWorld.spec().withPool(AksPoolSpec.user("castworkers")))) {
      world.onboarding().plan(world.cluster()).apply();
      StringBuilder notes = new StringBuilder();
      world
          .onboarding()
          .on(OnboardingEvent.Note.class, note -> notes.append(note.words()))
          .planRemoval(world.cluster());
      assertThat(notes).contains("the node pools [castworkers] of the platform stay");
    }
  }

  @Test
  void theClusterIdIsRequiredAndPlainTextIsRefused() {
    try (AzureWorld world = AzureWorld.start()) {
      assertThatThrownBy(
              () ->
                  dev.onboard4j.Onboarding.forProvider("aks")
                      .set(world.azure().settings())
                      .plan(world.cluster()))
          .hasMessageContaining("platform.cluster-id");
      assertThatThrownBy(
              () ->
                  world.onboarding().set("endpoint.arm", "http://192.0.2.1").plan(world.cluster()))
          .hasMessageContaining("plain text");
      assertThatThrownBy(() -> world.onboarding().set("aks.access", "secret").plan(world.cluster()))
          .hasMessageContaining("aks.secret-days");
    }
  }
}
