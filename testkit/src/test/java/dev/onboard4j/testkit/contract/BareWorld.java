package dev.onboard4j.testkit.contract;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;

/** A world that declares nothing. */
record BareWorld() implements ContractWorld {
  @Override
  public Onboarding onboarding() {
    return ShelfWorld.with(Flaw.NONE).onboarding();
  }

  @Override
  public ClusterRef cluster() {
    return ShelfWorld.with(Flaw.NONE).cluster();
  }

  @Override
  public Object state() {
    return "";
  }

  @Override
  public void close() {}
}
