package dev.onboard4j.testkit.contract;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.util.List;
import java.util.Optional;

/** One fresh world for one test of the {@link ProviderContract}. */
public interface ContractWorld extends AutoCloseable {
  /** An onboarding that reaches it. */
  Onboarding onboarding();

  /** The cluster in it. */
  ClusterRef cluster();

  /** All there is in it, in a form that is equal for equal worlds. */
  Object state();

  /** Makes requests fail; empty when this world cannot. */
  default Optional<Faults> faults() {
    return Optional.empty();
  }

  /** The requests it got; empty when this world does not record them. */
  default List<RecordedCall> calls() {
    return List.of();
  }

  @Override
  void close();
}
