package dev.onboard4j;

import dev.onboard4j.model.Need;
import dev.onboard4j.model.Verdict;
import dev.onboard4j.spi.Call;
import dev.onboard4j.spi.Opening;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The session of a {@link MemoryCloud}: remembers what it was asked. */
final class MemorySession implements Session {
  private final MemoryCloud cloud;
  final List<Need> factNeeds = new ArrayList<>();
  final Map<String, Verdict.Answer> answers = new TreeMap<>();
  final List<Need> asked = new ArrayList<>();
  @Nullable Opening opening;
  int closed;

  MemorySession(MemoryCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public List<Resource> resources() {
    return List.copyOf(cloud.resources);
  }

  @Override
  public List<Need> needs() {
    return factNeeds;
  }

  @Override
  public List<Verdict> preflight(List<Need> needs, Call call) {
    asked.addAll(needs);
    return needs.stream()
        .filter(need -> answers.containsKey(need.permission()))
        .map(need -> new Verdict(need, answers.get(need.permission()), "the test says so"))
        .toList();
  }

  @Override
  public Map<String, Object> permissionDocuments(List<Need> needs) {
    return Map.of("policy", needs.stream().map(Need::permission).distinct().toList());
  }

  @Override
  public void close() {
    closed++;
  }
}
