package dev.onboard4j.eks;

/**
 * Which managed policy a handler is about.
 *
 * @param name its name
 * @param path its IAM path
 * @param description what IAM shows of it
 * @param holder the ARN of the role that it is attached to for this cluster
 */
record PolicyIdentity(String name, String path, String description, String holder) {}
