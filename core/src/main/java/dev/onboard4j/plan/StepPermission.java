package dev.onboard4j.plan;

/**
 * One permission the caller needs, and the step that needs it.
 *
 * @param permission in the cloud's own words
 * @param resource on what
 * @param step the resource's id, or {@code facts} for what is read before anything is declared
 */
public record StepPermission(String permission, String resource, String step) {}
