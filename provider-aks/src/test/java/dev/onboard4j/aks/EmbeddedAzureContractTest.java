package dev.onboard4j.aks;

import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.ProviderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The provider contract on the embedded Azure, with a federated app registration. */
final class EmbeddedAzureContractTest extends ProviderContract {
  @TempDir private Path folder;

  @Override
  protected ContractWorld world() {
    return AzureContractWorld.in(folder, AksSettings.FEDERATION);
  }

  @Override
  protected int crashStride() {
    return Attack.cases(2, 1);
  }
}
