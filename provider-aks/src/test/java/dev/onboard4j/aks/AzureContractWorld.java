package dev.onboard4j.aks;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.azure.AzureGraphAccess;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.Place;
import dev.onboard4j.testkit.contract.Refusal;
import dev.onboard4j.testkit.contract.StateDifference;
import dev.onboard4j.testkit.contract.WorldEdit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** An {@link AzureWorld} with one way of access, and what other tools do there. */
record AzureContractWorld(AzureWorld world, Path secrets, String way) implements ContractWorld {
  static AzureContractWorld in(Path folder, String way) {
    try {
      Path secrets = Files.createTempDirectory(folder, "secrets");
      return new AzureContractWorld(AzureWorld.start(), secrets, way);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Onboarding onboarding() {
    Onboarding onboarding = world.onboarding().secretsDirectory(secrets);
    return way.equals(AksSettings.FEDERATION)
        ? onboarding
        : onboarding.set("aks.access", way).set("aks.secret-days", "90");
  }

  @Override
  public ClusterRef cluster() {
    return world.cluster();
  }

  @Override
  public Object state() {
    return way.equals(AksSettings.SECRET) ? AzureAccess.withoutSecretIds(world) : world.state();
  }

  @Override
  public Object tree() {
    return AzureTree.of(world.azure());
  }

  @Override
  public List<Place> places(StateDifference difference) {
    return AzurePlaces.of(difference);
  }

  @Override
  public String permission(String call) {
    return world.permission(call);
  }

  /**
   * The world with a federated application tries all values of the settings, and the refusals and
   * the fixed fields of all ways of access. Two clusters share no object.
   */
  @Override
  public Set<Capability> capabilities() {
    return way.equals(AksSettings.FEDERATION)
        ? EnumSet.complementOf(EnumSet.of(Capability.NEIGHBOURS))
        : EnumSet.complementOf(
            EnumSet.of(
                Capability.NEIGHBOURS,
                Capability.SETTINGS,
                Capability.REFUSALS,
                Capability.FIXED_FIELDS));
  }

  @Override
  public Faults faults() {
    return world.faults();
  }

  @Override
  public List<RecordedCall> calls() {
    return world.calls();
  }

  /** Preflight reads are optional: without their answer a permission is unknown. */
  @Override
  public Set<String> optionalReads() {
    return Set.of(
        "arm:GET microsoft.authorization/permissions",
        "arm:Microsoft.Authorization/denyAssignments/read");
  }

  @Override
  public Map<String, Runnable> readFailures() {
    Map<String, Runnable> all = new LinkedHashMap<>();
    all.put("no role in the subscription", () -> world.azure().withoutRoles());
    if (!way.equals(AksSettings.MANAGED_IDENTITY)) {
      all.put("no permission of Microsoft Graph", () -> world.azure().graph(AzureGraphAccess.NONE));
    }
    return all;
  }

  @Override
  public Map<String, UnaryOperator<Onboarding>> settings() {
    Map<String, UnaryOperator<Onboarding>> values = new LinkedHashMap<>();
    values.put("default", o -> o);
    values.put("blueprint=2023", o -> o.blueprint("castai/2023"));
    values.put("access=managed-identity", o -> o.set("aks.access", "managed-identity"));
    values.put("access=secret", o -> o.set("aks.access", "secret").set("aks.secret-days", "30"));
    values.put("app-name", o -> o.set("aks.app-name", AzureWorld.OTHER_APP));
    values.put("names=document", o -> o.set("names", "document"));
    values.put("principal", o -> o.set("platform.principal", "109999999999999999999"));
    return values;
  }

  @Override
  public Object access() {
    return AzureAccess.of(world);
  }

  @Override
  public List<WorldEdit> lostMarks() {
    return new AzureEdits(world, way).lostMarks();
  }

  @Override
  public List<WorldEdit> foreignObjects() {
    return new AzureEdits(world, way).foreignObjects();
  }

  @Override
  public List<WorldEdit> widenedAccess() {
    return new AzureEdits(world, way).widenedAccess();
  }

  @Override
  public List<WorldEdit> users() {
    return new AzureEdits(world, way).users();
  }

  @Override
  public List<WorldEdit> fixedFields() {
    return new AzureEdits(world, way).fixedFields();
  }

  @Override
  public List<Refusal> refusals() {
    return AzureRefusals.of(world);
  }

  /** Rights of Graph come in sets: a member of the tenant reads all and writes what it owns. */
  @Override
  public Onboarding holding(OnboardingPlan printed) {
    world.azure().withoutRoles().graph(AzureGraphAccess.NONE);
    printed
        .permissionDocuments()
        .forEach(
            (name, document) -> {
              Map<?, ?> grant = (Map<?, ?>) document;
              if (name.startsWith("azure-role-")) {
                List<String> actions =
                    ((List<?>) grant.get("Actions")).stream().map(String::valueOf).toList();
                ((List<?>) grant.get("AssignableScopes"))
                    .forEach(scope -> world.azure().roleOf(String.valueOf(scope), actions));
              } else if (name.equals("graph-permissions")) {
                boolean writes = grant.toString().contains(GraphRequests.WRITE);
                world
                    .azure()
                    .graph(writes ? AzureGraphAccess.MEMBER : AzureGraphAccess.APPLICATION_READ);
              }
            });
    return onboarding();
  }

  @Override
  public void close() {
    world.close();
  }
}
