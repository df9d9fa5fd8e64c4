package dev.onboard4j.model;

/**
 * Names a permission with the reason for it.
 *
 * @param permission the cloud's name of an action, a role, a policy or an API
 * @param reason why it is needed; empty if the blueprint does not explain it
 * @param provenance the source of the entry: a document, a version, a date
 */
public record JustifiedPermission(String permission, String reason, String provenance) {
  /** Creates a permission that the blueprint does not explain. */
  public static JustifiedPermission unexplained(String permission) {
    return new JustifiedPermission(permission, "", "");
  }
}
