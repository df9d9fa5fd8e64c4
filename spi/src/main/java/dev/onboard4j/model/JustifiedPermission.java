package dev.onboard4j.model;

/**
 * A permission with the reason why somebody needs it.
 *
 * @param permission what it allows, in the cloud's own words: an action, a role, a policy, an API
 * @param reason why it is needed, for people; empty when nothing on record explains it
 * @param provenance where the entry comes from: a document, a version, a date
 */
public record JustifiedPermission(String permission, String reason, String provenance) {
  /** A permission that nothing on record explains. */
  public static JustifiedPermission unexplained(String permission) {
    return new JustifiedPermission(permission, "", "");
  }
}
