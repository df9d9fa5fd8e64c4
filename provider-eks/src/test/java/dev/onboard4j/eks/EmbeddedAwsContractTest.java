package dev.onboard4j.eks;

import dev.onboard4j.testkit.ContractWorld;
import dev.onboard4j.testkit.ProviderContract;

/** EKS against the embedded AWS. */
final class EmbeddedAwsContractTest extends ProviderContract {
  @Override
  protected ContractWorld world() {
    return EmbeddedWorld.start();
  }
}
