package dev.onboard4j.eks;

import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.ProviderContract;
import org.junit.jupiter.api.Tag;

/** EKS against a moto server, at the address in {@code ONBOARD4J_MOTO}. */
@Tag("moto")
final class MotoContractTest extends ProviderContract {
  @Override
  protected ContractWorld world() {
    return MotoWorld.fresh();
  }

  @Override
  protected int crashStride() {
    return 15;
  }

  @Override
  protected int sample() {
    return Attack.cases(10, 24);
  }
}
