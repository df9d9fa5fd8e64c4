package dev.onboard4j.gke;

import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.ProviderContract;

/** The provider contract on the embedded Google Cloud. */
final class EmbeddedGoogleContractTest extends ProviderContract {
  @Override
  protected ContractWorld world() {
    return GoogleWorld.withIam();
  }
}
