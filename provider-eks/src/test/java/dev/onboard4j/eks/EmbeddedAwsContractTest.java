package dev.onboard4j.eks;

import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.ProviderContract;

/** EKS against the embedded AWS. */
final class EmbeddedAwsContractTest extends ProviderContract {
  @Override
  protected ContractWorld world() {
    return AwsContractWorld.start();
  }
}
