package dev.onboard4j.spi;

import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One contributor at work on one cluster, for one verb; used by one thread at a time. */
@FunctionalInterface
public interface Session extends AutoCloseable {
  /** Reads the facts and declares the resources; nothing is written. Asked once. */
  List<Resource> resources();

  /** The permissions that reading the facts takes. */
  default List<RequiredPermission> needs() {
    return List.of();
  }

  /**
   * Whether the caller holds those permissions, as far as the cloud answers; reads only.
   *
   * <p>A contributor that is no cloud is asked about the permissions that begin with its id and a
   * colon; the cloud about all the others.
   */
  default List<PermissionCheck> preflight(List<RequiredPermission> needs, RequestContext requests) {
    return needs.stream()
        .map(
            need ->
                new PermissionCheck(
                    need, PermissionCheck.Answer.UNKNOWN, "not asked: no preflight yet"))
        .toList();
  }

  /** The same needs as documents in the cloud's own paste-ready form, by a name for each. */
  default Map<String, Object> permissionDocuments(List<RequiredPermission> needs) {
    return new TreeMap<>();
  }

  /**
   * How the cluster's API server is reached; empty when this contributor does not know. Asked after
   * {@link #resources()}, maybe more than once.
   */
  default Optional<KubernetesAccess> kubernetes() {
    return Optional.empty();
  }

  /** Releases clients that the session itself made. */
  @Override
  default void close() {}
}
