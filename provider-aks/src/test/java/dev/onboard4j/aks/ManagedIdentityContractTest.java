package dev.onboard4j.aks;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.testkit.azure.AzureGraphAccess;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.ProviderContract;
import java.util.List;
import java.util.Set;

/** The provider contract with {@code aks.access=managed-identity}, without a right in Graph. */
final class ManagedIdentityContractTest extends ProviderContract {
  @Override
  protected ContractWorld world() {
    AzureWorld world = AzureWorld.start();
    world.azure().graph(AzureGraphAccess.NONE);
    return new IdentityWorld(world);
  }

  @Override
  protected int crashStride() {
    return Attack.cases(3, 1);
  }

  private record IdentityWorld(AzureWorld world) implements ContractWorld {
    @Override
    public Onboarding onboarding() {
      return world.onboarding().set("aks.access", "managed-identity");
    }

    @Override
    public ClusterRef cluster() {
      return world.cluster();
    }

    @Override
    public Object state() {
      return world.state();
    }

    @Override
    public String permission(String call) {
      return world.permission(call);
    }

    @Override
    public Set<Capability> capabilities() {
      return world.capabilities();
    }

    @Override
    public Faults faults() {
      return world.faults();
    }

    @Override
    public List<RecordedCall> calls() {
      return world.calls();
    }

    @Override
    public void close() {
      world.close();
    }
  }
}
