package dev.onboard4j.eks;

import org.jspecify.annotations.Nullable;

/**
 * Identifies the role of a handler.
 *
 * @param name its name
 * @param arn its ARN
 * @param policy the name of the managed policy that only this role of the cluster holds, or null
 * @param inline the name of the inline policy that onboarding writes, or null
 * @param outputPrefix the prefix of the names of its outputs
 */
record RoleIdentity(
    String name,
    String arn,
    @Nullable String policy,
    @Nullable String inline,
    String outputPrefix) {
  /** The output prefix of the node role. */
  static final String NODES = "node-";

  /** Whether instances run as this role. */
  boolean ofNodes() {
    return outputPrefix.equals(NODES);
  }

  /** The state's field of the inline policy that onboarding writes. */
  String inlineField() {
    return RoleReader.INLINE + inline;
  }
}
