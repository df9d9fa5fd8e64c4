package dev.onboard4j.eks;

/**
 * Identifies the managed policy of a handler.
 *
 * @param name its name
 * @param path its IAM path
 * @param description the description in IAM
 * @param holder the ARN of the role that it is attached to for this cluster
 * @param needed whether the cluster needs it; otherwise it is only removed if it is there
 */
record PolicyIdentity(
    String name, String path, String description, String holder, boolean needed) {}
