package dev.onboard4j.testkit.contract;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One fresh world for one test of the {@link ProviderContract}. */
public interface ContractWorld extends AutoCloseable {
  /** What a world can do beyond the minimum; a law that needs more is left out. */
  enum Capability {
    /** The world makes requests fail: {@link ContractWorld#faults}. */
    FAULTS,
    /** The world records every request: {@link ContractWorld#calls}. */
    RECORDED_CALLS,
    /** The world tells where each part of its state belongs: {@link ContractWorld#places}. */
    STATE_TREE,
    /** The provider has settings that can be changed: {@link ContractWorld#settings}. */
    SETTINGS,
    /** The world takes marks off objects: {@link ContractWorld#lostMarks}. */
    LOST_MARKS,
    /** The world has objects of other tools: {@link ContractWorld#foreignObjects}. */
    FOREIGN_OBJECTS,
    /** The world has what refers to our objects: {@link ContractWorld#users}. */
    USERS,
    /** The world widens the access that our objects give: {@link ContractWorld#widenedAccess}. */
    WIDENED_ACCESS,
    /** Other clusters use shared objects with this one: {@link ContractWorld#neighbours}. */
    NEIGHBOURS,
    /** The world changes fields that are fixed: {@link ContractWorld#fixedFields}. */
    FIXED_FIELDS,
    /** The world refuses writes for good: {@link ContractWorld#refusals}. */
    REFUSALS,
    /** The world enforces permissions: {@link ContractWorld#holding}. */
    CALLERS
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
   * The whole state as a tree of maps, collections and values; by default {@link #state}, if that
   * is a map.
   */
  default Object tree() {
    return state();
  }

  /**
   * Where a difference of the {@link #tree} belongs: it was announced if a change of the plan
   * announces it at one of these places.
   *
   * @return no place if it belongs to nothing that onboarding writes
   * @throws UnsupportedOperationException if it does not have {@link Capability#STATE_TREE}
   */
  default List<Place> places(StateDifference difference) {
    throw new UnsupportedOperationException("this world does not tell its state as a tree");
  }

  /**
   * Values of settings by name, in order: the first one is the default, the second one makes an
   * apply write after an apply with the first one.
   */
  default Map<String, UnaryOperator<Onboarding>> settings() {
    return Map.of();
  }

  /** What gives access, equal for equal access; the whole state by default. */
  default Object access() {
    return state();
  }

  /** Takes one mark off one object of the onboarded cluster each; the content stays. */
  default List<WorldEdit> lostMarks() {
    return List.of();
  }

  /**
   * Puts an object of another tool under the name that onboarding uses, before the first apply; its
   * content is not ours.
   */
  default List<WorldEdit> foreignObjects() {
    return List.of();
  }

  /** Has something of others refer to one object of the onboarded cluster each. */
  default List<WorldEdit> users() {
    return List.of();
  }

  /**
   * Has somebody else add a member or a permission to one object of the onboarded cluster each; the
   * name is a part of the words that tell it.
   */
  default List<WorldEdit> widenedAccess() {
    return List.of();
  }

  /**
   * Values of settings that two clusters may have at the same time; by default all {@link
   * #settings}.
   */
  default Map<String, UnaryOperator<Onboarding>> settingsOfNeighbours() {
    return settings();
  }

  /** Changes one field of one object each that the provider cannot change in place. */
  default List<WorldEdit> fixedFields() {
    return List.of();
  }

  /** Refusals that the first apply meets and that no wait ends. */
  default List<Refusal> refusals() {
    return List.of();
  }

  /**
   * An onboarding whose caller holds exactly the permissions that the documents of the plan list.
   *
   * @throws UnsupportedOperationException if it does not have {@link Capability#CALLERS}
   */
  default Onboarding holding(OnboardingPlan printed) {
    throw new UnsupportedOperationException("this world does not enforce permissions");
  }

  /**
   * Adds other clusters that use shared objects with this one, which are then onboarded before it;
   * none by default.
   */
  default List<ClusterRef> neighbours() {
    return List.of();
  }

  /**
   * The names of the requests whose failure changes no more than the answer to a permission check.
   */
  default Set<String> optionalReads() {
    return Set.of();
  }

  /**
   * Ways in which reads of this system fail, by name, beside the {@link Faults} of single requests:
   * an API that is switched off, a parent that is gone.
   */
  default Map<String, Runnable> readFailures() {
    return Map.of();
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
