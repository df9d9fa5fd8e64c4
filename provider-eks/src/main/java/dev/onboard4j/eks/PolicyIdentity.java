package dev.onboard4j.eks;

/**
 * Identifies the managed policy of a handler.
 *
 * @param name its name
 * @param path its IAM path
 * @param description the description in IAM
 * @param holder the ARN of the role that it is attached to for this cluster
 */
record PolicyIdentity(String name, String path, String description, String holder) {}
