package dev.onboard4j;

import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The session of a {@link MemoryCloud}: remembers what it was asked. */
final class MemorySession implements Session {
  private final MemoryCloud cloud;
  final List<RequiredPermission> factNeeds = new ArrayList<>();
  final Map<String, PermissionCheck.Answer> answers = new TreeMap<>();
  final List<RequiredPermission> asked = new ArrayList<>();
  @Nullable SessionContext context;
  int closed;

  MemorySession(MemoryCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public List<Resource> resources() {
    return List.copyOf(cloud.resources);
  }

  @Override
  public List<RequiredPermission> needs() {
    return factNeeds;
  }

  @Override
  public List<PermissionCheck> preflight(List<RequiredPermission> needs, RequestContext requests) {
    asked.addAll(needs);
    return needs.stream()
        .filter(need -> answers.containsKey(need.permission()))
        .map(need -> new PermissionCheck(need, answers.get(need.permission()), "the test says so"))
        .toList();
  }

  @Override
  public Map<String, Object> permissionDocuments(List<RequiredPermission> needs) {
    return Map.of("policy", needs.stream().map(RequiredPermission::permission).distinct().toList());
  }

  @Override
  public void close() {
    closed++;
  }
}
