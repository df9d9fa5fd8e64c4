package dev.onboard4j.model;

/**
 * Whether the caller holds a permission, and how we know.
 *
 * @param need the permission
 * @param answer what was found
 * @param how how it was found, in words
 */
public record PermissionCheck(RequiredPermission need, Answer answer, String how) {
  /** What a preflight can find. */
  public enum Answer {
    /** The cloud says yes. */
    ALLOWED,
    /** The cloud says no: a plan with such a verdict makes no write. */
    DENIED,
    /** Nobody could tell. */
    UNKNOWN
  }
}
