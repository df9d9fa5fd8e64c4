package dev.onboard4j.spi;

import dev.onboard4j.model.RequiredPermission;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Declares what a contributor adds for one cluster: resources, permissions, access to the API
 * server. Immutable.
 *
 * <pre>{@code
 * return Declaration.of(resources).readingFactsWith(permissions).checkedBy(checker);
 * }</pre>
 */
public final class Declaration {
  private final List<Resource> resources;
  private final List<RequiredPermission> factPermissions;
  private final @Nullable PermissionChecker checker;
  private final Supplier<Optional<KubernetesAccess>> kubernetes;

  private Declaration(
      List<Resource> resources,
      List<RequiredPermission> factPermissions,
      @Nullable PermissionChecker checker,
      Supplier<Optional<KubernetesAccess>> kubernetes) {
    this.resources = List.copyOf(resources);
    this.factPermissions = List.copyOf(factPermissions);
    this.checker = checker;
    this.kubernetes = kubernetes;
  }

  /** Declares these resources only. */
  public static Declaration of(List<Resource> resources) {
    return new Declaration(resources, List.of(), null, Optional::empty);
  }

  /** Adds the permissions that reading the facts requires. */
  public Declaration readingFactsWith(List<RequiredPermission> permissions) {
    return new Declaration(resources, permissions, checker, kubernetes);
  }

  /** Adds the checker of the permissions that belong to the contributor's system. */
  public Declaration checkedBy(PermissionChecker permissionChecker) {
    return new Declaration(resources, factPermissions, permissionChecker, kubernetes);
  }

  /**
   * Adds access to the cluster's API server.
   *
   * @param access asked by contributors that work in the cluster, possibly more than once; throws
   *     an {@link dev.onboard4j.model.OnboardingException} of category PERMISSION if the caller may
   *     not read it; empty when the cluster has none
   */
  public Declaration reachedBy(Supplier<Optional<KubernetesAccess>> access) {
    return new Declaration(resources, factPermissions, checker, access);
  }

  /**
   * Marks all resources as unreadable because the caller lacks these permissions: without the facts
   * nothing can be compared.
   *
   * <p>The plan is blocked, but still lists the permissions that it requires.
   */
  public Declaration unreadable(List<RequiredPermission> denied) {
    List<Resource> unread =
        resources.stream().map(resource -> resource.unreadable(denied)).toList();
    return new Declaration(unread, factPermissions, checker, kubernetes);
  }

  /** The resources that the blueprint and the facts ask for. */
  public List<Resource> resources() {
    return resources;
  }

  /** The permissions that reading the facts requires. */
  public List<RequiredPermission> factPermissions() {
    return factPermissions;
  }

  /** The checker of the contributor's system; empty when it has none. */
  public Optional<PermissionChecker> checker() {
    return Optional.ofNullable(checker);
  }

  /** Access to the cluster's API server; empty when this contributor offers none. */
  public Optional<KubernetesAccess> kubernetes() {
    return kubernetes.get();
  }
}
