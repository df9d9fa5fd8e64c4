package dev.onboard4j.aks;

import dev.onboard4j.testkit.azure.AzureGraphAccess;
import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.ProviderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The provider contract with {@code aks.access=managed-identity}, without a right in Graph. */
final class ManagedIdentityContractTest extends ProviderContract {
  @TempDir private Path folder;

  @Override
  protected ContractWorld world() {
    AzureContractWorld world = AzureContractWorld.in(folder, AksSettings.MANAGED_IDENTITY);
    world.world().azure().graph(AzureGraphAccess.NONE);
    return world;
  }

  @Override
  protected int crashStride() {
    return Attack.cases(3, 1);
  }
}
