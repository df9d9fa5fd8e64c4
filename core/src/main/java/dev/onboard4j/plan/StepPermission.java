package dev.onboard4j.plan;

/**
 * One permission that the caller needs, and the step that needs it.
 *
 * @param permission the name of the permission in the cloud
 * @param resource the object of the permission
 * @param step the id of the resource; {@code facts} for the reads before the declaration
 */
public record StepPermission(String permission, String resource, String step) {}
