package dev.onboard4j.model;

/**
 * One permission the caller needs, in the cloud's own words.
 *
 * @param permission for example {@code iam:CreateRole}
 * @param resource what it is needed on: an ARN, a full resource name, a scope
 */
public record RequiredPermission(String permission, String resource)
    implements Comparable<RequiredPermission> {
  @Override
  public int compareTo(RequiredPermission other) {
    int byPermission = permission.compareTo(other.permission);
    return byPermission != 0 ? byPermission : resource.compareTo(other.resource);
  }
}
