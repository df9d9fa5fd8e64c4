package dev.onboard4j.testkit.contract;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.util.List;
import java.util.Set;

/**
 * An empty {@link Shelf}, and a provider with a flaw.
 *
 * @param capabilities what it declares
 * @param silent whether it hides its calls, whatever it declares
 */
record ShelfWorld(Shelf shelf, Flaw flaw, Set<Capability> capabilities, boolean silent)
    implements ContractWorld {
  static ShelfWorld with(Flaw flaw) {
    return new ShelfWorld(new Shelf(), flaw, Set.of(Capability.values()), false);
  }

  ShelfWorld declaring(Set<Capability> others) {
    return new ShelfWorld(shelf, flaw, others, silent);
  }

  ShelfWorld silenced() {
    return new ShelfWorld(shelf, flaw, capabilities, true);
  }

  /** The same with an empty shelf. */
  ShelfWorld fresh() {
    return new ShelfWorld(new Shelf(), flaw, capabilities, silent);
  }

  @Override
  public Onboarding onboarding() {
    return Onboarding.forProvider("shelf")
        .with(Shelf.class, shelf)
        .with(Flaw.class, flaw)
        .time(new VirtualTime());
  }

  @Override
  public ClusterRef cluster() {
    return new ShelfProvider.ShelfCluster("prod");
  }

  @Override
  public Object state() {
    return shelf.state();
  }

  @Override
  public Faults faults() {
    return shelf.faults();
  }

  @Override
  public List<RecordedCall> calls() {
    return silent ? List.of() : shelf.calls();
  }

  @Override
  public void close() {
    shelf.close();
  }
}
