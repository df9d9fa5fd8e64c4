package dev.onboard4j.testkit.contract;

/** A provider without a flaw keeps every law. */
final class ShelfContractTest extends ProviderContract {
  @Override
  protected ContractWorld world() {
    return ShelfWorld.with(Flaw.NONE);
  }
}
