package dev.onboard4j.spi;

import dev.onboard4j.model.RequiredPermission;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything a contributor says about one cluster: resources, permissions, the way to the cluster.
 * Immutable.
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

  /** These resources, and nothing else. */
  public static Declaration of(List<Resource> resources) {
    return new Declaration(resources, List.of(), null, Optional::empty);
  }

  /** The same, with the permissions that reading the facts took. */
  public Declaration readingFactsWith(List<RequiredPermission> permissions) {
    return new Declaration(resources, permissions, checker, kubernetes);
  }

  /** The same, with the one who answers for the permissions of the contributor's system. */
  public Declaration checkedBy(PermissionChecker answering) {
    return new Declaration(resources, factPermissions, answering, kubernetes);
  }

  /**
   * The same, with the way to the cluster's API server.
   *
   * @param way asked by contributors that work in the cluster, maybe more than once; throws an
   *     {@link dev.onboard4j.model.OnboardingException} of category PERMISSION if the caller may
   *     not read it; empty when the cluster has none
   */
  public Declaration reachedBy(Supplier<Optional<KubernetesAccess>> way) {
    return new Declaration(resources, factPermissions, checker, way);
  }

  /** The resources that the blueprint and the facts ask for. */
  public List<Resource> resources() {
    return resources;
  }

  /** The permissions that reading the facts takes. */
  public List<RequiredPermission> factPermissions() {
    return factPermissions;
  }

  /** Who answers for the permissions of the contributor's system, if anything does. */
  public Optional<PermissionChecker> checker() {
    return Optional.ofNullable(checker);
  }

  /** How the cluster's API server is reached; empty when this contributor does not know. */
  public Optional<KubernetesAccess> kubernetes() {
    return kubernetes.get();
  }
}
