package dev.onboard4j.testkit.contract;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.util.List;
import java.util.Set;

/** One fresh world for one test of the {@link ProviderContract}. */
public interface ContractWorld extends AutoCloseable {
  /** What some laws need a world to do; a law that needs more than a world can do is left out. */
  enum Capability {
    /** It makes requests fail: {@link ContractWorld#faults}. */
    FAULTS,
    /** It records every request it gets: {@link ContractWorld#calls}. */
    RECORDED_CALLS
  }

  /** An onboarding that reaches it. */
  Onboarding onboarding();

  /** The cluster in it. */
  ClusterRef cluster();

  /** All there is in it, in a form that is equal for equal worlds. */
  Object state();

  /** What it can do; the laws hold it to that. By default nothing. */
  default Set<Capability> capabilities() {
    return Set.of();
  }

  /**
   * Makes requests fail.
   *
   * @throws UnsupportedOperationException if it does not have {@link Capability#FAULTS}
   */
  default Faults faults() {
    throw new UnsupportedOperationException("this world cannot make requests fail");
  }

  /**
   * The requests it got.
   *
   * @throws UnsupportedOperationException if it does not have {@link Capability#RECORDED_CALLS}
   */
  default List<RecordedCall> calls() {
    throw new UnsupportedOperationException("this world does not record its requests");
  }

  @Override
  void close();
}
