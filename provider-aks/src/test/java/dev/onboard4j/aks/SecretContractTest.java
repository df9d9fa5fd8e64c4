package dev.onboard4j.aks;

import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.ProviderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The provider contract with {@code aks.access=secret}: the platform holds the only secret. */
final class SecretContractTest extends ProviderContract {
  @TempDir private Path folder;

  @Override
  protected ContractWorld world() {
    return AzureContractWorld.in(folder, AksSettings.SECRET);
  }

  @Override
  protected int crashStride() {
    return Attack.cases(5, 1);
  }
}
