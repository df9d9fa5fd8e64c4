package dev.onboard4j.aks;

import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.ProviderContract;

/** The provider contract on the embedded Azure, with a federated app registration. */
final class EmbeddedAzureContractTest extends ProviderContract {
  @Override
  protected ContractWorld world() {
    return AzureWorld.start();
  }

  @Override
  protected int crashStride() {
    return Attack.cases(2, 1);
  }
}
