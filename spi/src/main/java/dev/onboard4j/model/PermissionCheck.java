package dev.onboard4j.model;

/**
 * Tells whether the caller holds a permission, and how the check was made.
 *
 * @param permission the permission
 * @param answer the result
 * @param how how the check was made, in words
 */
public record PermissionCheck(RequiredPermission permission, Answer answer, String how) {
  /** The result of a check. */
  public enum Answer {
    /** The caller holds the permission. */
    ALLOWED,
    /** The caller lacks the permission: a plan with this answer writes nothing. */
    DENIED,
    /** No system could answer. */
    UNKNOWN
  }

  /** The caller holds the permission. */
  public static PermissionCheck allowed(RequiredPermission permission, String how) {
    return new PermissionCheck(permission, Answer.ALLOWED, how);
  }

  /** The caller lacks the permission. */
  public static PermissionCheck denied(RequiredPermission permission, String how) {
    return new PermissionCheck(permission, Answer.DENIED, how);
  }

  /** No system could answer. */
  public static PermissionCheck unknown(RequiredPermission permission, String how) {
    return new PermissionCheck(permission, Answer.UNKNOWN, how);
  }
}
