package dev.onboard4j.eks;

import org.jspecify.annotations.Nullable;

/**
 * Which role a handler is about.
 *
 * @param name its name
 * @param arn its ARN
 * @param inline the name of its inline policy of ours, or null
 * @param outputPrefix what its outputs' names begin with
 */
record RoleIdentity(String name, String arn, @Nullable String inline, String outputPrefix) {
  /** The output prefix of the role that nodes run as. */
  static final String NODES = "node-";

  /** Whether instances run as this role. */
  boolean ofNodes() {
    return outputPrefix.equals(NODES);
  }

  /** The field of its state that holds the inline policy of ours. */
  String inlineField() {
    return RoleReader.INLINE + inline;
  }
}
