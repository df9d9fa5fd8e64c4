package dev.onboard4j.testkit.contract;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.util.List;
import java.util.Set;

/** One fresh world for one test of the {@link ProviderContract}. */
public interface ContractWorld extends AutoCloseable {
  /** What a world can do beyond the minimum; a law that needs more is left out. */
  enum Capability {
    /** The world makes requests fail: {@link ContractWorld#faults}. */
    FAULTS,
    /** The world records every request: {@link ContractWorld#calls}. */
    RECORDED_CALLS
  }

  /** An onboarding that reaches this world. */
  Onboarding onboarding();

  /** The cluster of this world. */
  ClusterRef cluster();

  /** The whole state, in a form that is equal for equal worlds. */
  Object state();

  /** What this world can do, which the laws verify; nothing by default. */
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
   * The requests so far.
   *
   * @throws UnsupportedOperationException if it does not have {@link Capability#RECORDED_CALLS}
   */
  default List<RecordedCall> calls() {
    throw new UnsupportedOperationException("this world does not record its requests");
  }

  /**
   * The permission that a recorded request requires, in the words of a plan; the name of the
   * request unless the cloud has permissions for several requests.
   */
  default String permission(String call) {
    return call;
  }

  @Override
  void close();
}
