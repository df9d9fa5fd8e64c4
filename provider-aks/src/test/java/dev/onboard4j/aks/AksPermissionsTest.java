package dev.onboard4j.aks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.azure.AzureGraphAccess;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller needs is printed exactly, and asked for before the first write. */
final class AksPermissionsTest {
  private static Onboarding with(AzureWorld world, String access) {
    return world.onboarding().set("aks.access", access);
  }

  /** Takes everything from the caller but what the documents grant. */
  private static void grantOnly(AzureWorld world, OnboardingPlan plan) {
    world.azure().withoutRoles();
    plan.permissionDocuments()
        .forEach(
            (name, document) -> {
              Map<?, ?> role = (Map<?, ?>) document;
              if (name.startsWith("azure-role-")) {
                List<String> actions =
                    ((List<?>) role.get("Actions")).stream().map(String::valueOf).toList();
                ((List<?>) role.get("AssignableScopes"))
                    .forEach(scope -> world.azure().roleOf(String.valueOf(scope), actions));
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"federation", "managed-identity"})
  void thePrintedPermissionsAreEnoughForApplyDriftAndRemoval(String access) {
    try (AzureWorld world = AzureWorld.start()) {
      Object before = world.state();
      ApplicablePlan planned = with(world, access).plan(world.cluster());
      if (access.equals("managed-identity")) {
        world.azure().graph(AzureGraphAccess.NONE);
      }
      grantOnly(world, planned.plan());
      assertThat(planned.apply().succeeded()).isTrue();
      assertThat(with(world, access).drift(world.cluster()).hasChanges()).isFalse();
      world.azure().role("/", "Owner");
      grantOnly(world, with(world, access).planRemoval(world.cluster()).plan());
      assertThat(with(world, access).planRemoval(world.cluster()).apply().succeeded()).isTrue();
      assertThat(world.state()).isEqualTo(before);
    }
  }

  @Test
  void noPermissionIsPrintedInVain() {
    try (AzureWorld world = AzureWorld.start()) {
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      Set<String> printed =
          planned.plan().requiredPermissions().stream()
              .map(one -> one.permission())
              .filter(one -> one.startsWith("Microsoft."))
              .collect(Collectors.toCollection(TreeSet::new));
      planned.apply();
      Set<String> used =
          world.calls().stream()
              .map(call -> world.permission(call.name()))
              .collect(Collectors.toCollection(TreeSet::new));
      printed.remove("Microsoft.ContainerService/managedClusters/listClusterUserCredential/action");
      assertThat(used).containsAll(printed);
    }
  }

  @Test
  void aContributorLearnsOnEveryScopeWhatIsMissingAndWhoHasIt() {
    try (AzureWorld world = AzureWorld.start()) {
      world.azure().withoutRoles().role("/", "Contributor");
      Object before = world.state();
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      List<PermissionCheck> denied =
          planned.plan().preflight().stream()
              .filter(check -> check.answer() == PermissionCheck.Answer.DENIED)
              .toList();
      assertThat(denied)
          .extracting(
              check -> check.permission().permission() + " " + check.permission().resource())
          .contains(
              "Microsoft.Authorization/roleDefinitions/write " + AzureWorld.GROUP,
              "Microsoft.Authorization/roleDefinitions/write " + AzureWorld.NODES,
              "Microsoft.Authorization/roleAssignments/write " + AzureWorld.GROUP,
              "Microsoft.Authorization/roleAssignments/write " + AzureWorld.NODES);
      assertThat(denied.toString()).contains("User Access Administrator");
      assertThat(org.assertj.core.api.Assertions.catchThrowable(planned::apply)).isNotNull();
      assertThat(world.state()).isEqualTo(before);
    }
  }

  @Test
  void theReadOfDenyAssignmentsIsNamedAndStopsNothing() {
    try (AzureWorld world = AzureWorld.start()) {
      String read = "Microsoft.Authorization/denyAssignments/read";
      world.azure().lack(AzureWorld.NODES, read);
      ApplicablePlan planned = world.onboarding().plan(world.cluster());
      assertThat(planned.plan().preflight())
          .filteredOn(check -> check.permission().permission().equals(read))
          .extracting(check -> check.permission().resource() + " " + check.answer().name())
          .containsExactlyInAnyOrder(AzureWorld.GROUP + " ALLOWED", AzureWorld.NODES + " UNKNOWN");
      assertThat(planned.apply().succeeded()).isTrue();
    }
  }

  @Test
  void aDenyAssignmentForEverybodyIsToldBeforeTheFirstWrite() {
    try (AzureWorld world = AzureWorld.start()) {
      world
          .azure()
          .deny(AzureWorld.NODES, "lock", List.of("Microsoft.Authorization/roleAssignments/write"));
      OnboardingPlan plan = world.onboarding().plan(world.cluster()).plan();
      assertThat(plan.preflight())
          .filteredOn(check -> check.answer() == PermissionCheck.Answer.DENIED)
          .singleElement()
          .satisfies(check -> assertThat(check.how()).contains("deny assignment 'lock'"));
    }
  }
}
