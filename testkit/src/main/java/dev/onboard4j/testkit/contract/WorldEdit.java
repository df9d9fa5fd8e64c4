package dev.onboard4j.testkit.contract;

import dev.onboard4j.model.ResourceId;

/**
 * A change of a {@link ContractWorld} that another tool or a person makes. Immutable.
 *
 * @param name what is changed; in {@link ContractWorld#users}, the name of the user as the provider
 *     tells it
 * @param resource the resource whose object is changed
 * @param edit makes the change
 */
public record WorldEdit(String name, ResourceId resource, Runnable edit) {
  @Override
  public String toString() {
    return resource + ": " + name;
  }
}
