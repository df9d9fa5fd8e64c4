package dev.onboard4j.engine;

import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.PermissionChecker;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The session of a {@link MemoryCloud}: remembers what it was asked. */
final class MemorySession implements Session, PermissionChecker {
  private final MemoryCloud cloud;
  final List<RequiredPermission> factPermissions = new ArrayList<>();
  final Map<String, PermissionCheck.Answer> answers = new TreeMap<>();
  final List<RequiredPermission> asked = new ArrayList<>();
  @Nullable SessionContext context;
  @Nullable KubernetesAccess kubernetes;
  int closed;
  Runnable whenClosed = () -> {};

  MemorySession(MemoryCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public Declaration declare() {
    return Declaration.of(cloud.resources)
        .readingFactsWith(factPermissions)
        .checkedBy(this)
        .reachedBy(() -> Optional.ofNullable(kubernetes));
  }

  @Override
  public boolean knows(RequiredPermission permission) {
    return true;
  }

  @Override
  public List<PermissionCheck> check(
      List<RequiredPermission> permissions, RequestContext requests) {
    asked.addAll(permissions);
    return permissions.stream()
        .filter(one -> answers.containsKey(one.permission()))
        .map(one -> new PermissionCheck(one, answers.get(one.permission()), "the test says so"))
        .toList();
  }

  @Override
  public SortedMap<String, Object> documents(List<RequiredPermission> permissions) {
    return new TreeMap<>(
        Map.of(
            "policy",
            permissions.stream().map(RequiredPermission::permission).distinct().toList()));
  }

  @Override
  public void close() {
    closed++;
    whenClosed.run();
  }
}
