package dev.onboard4j.model;

/**
 * Whether the caller holds a permission, and how that is known.
 *
 * @param permission the permission
 * @param answer what was found
 * @param how how it was found, in words
 */
public record PermissionCheck(RequiredPermission permission, Answer answer, String how) {
  /** What a preflight can find. */
  public enum Answer {
    /** The system says yes. */
    ALLOWED,
    /** The system says no: a plan with such an answer writes nothing. */
    DENIED,
    /** Nothing could tell. */
    UNKNOWN
  }

  /** The caller holds it. */
  public static PermissionCheck allowed(RequiredPermission permission, String how) {
    return new PermissionCheck(permission, Answer.ALLOWED, how);
  }

  /** The caller does not hold it. */
  public static PermissionCheck denied(RequiredPermission permission, String how) {
    return new PermissionCheck(permission, Answer.DENIED, how);
  }

  /** Nothing could tell. */
  public static PermissionCheck unknown(RequiredPermission permission, String how) {
    return new PermissionCheck(permission, Answer.UNKNOWN, how);
  }
}
