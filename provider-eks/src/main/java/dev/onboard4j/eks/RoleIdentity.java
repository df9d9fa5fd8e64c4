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
  /** The field of its state that holds the inline policy of ours. */
  String inlineField() {
    return RoleReader.INLINE + inline;
  }
}
