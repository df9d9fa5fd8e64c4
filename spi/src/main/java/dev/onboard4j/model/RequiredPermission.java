package dev.onboard4j.model;

/**
 * Names one permission that the caller requires, as the cloud calls it.
 *
 * @param permission for example {@code iam:CreateRole}
 * @param resource the object that it must cover: an ARN, a full resource name, a scope
 */
public record RequiredPermission(String permission, String resource)
    implements Comparable<RequiredPermission> {
  @Override
  public int compareTo(RequiredPermission other) {
    int byPermission = permission.compareTo(other.permission);
    return byPermission != 0 ? byPermission : resource.compareTo(other.resource);
  }
}
