package dev.onboard4j.testkit.google;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All projects; readers and writers hold its monitor. */
final class GcpWorld {
  private final Clock clock;
  private final SortedMap<String, GcpProject> projects = new TreeMap<>();
  private final GcpGrants grants = new GcpGrants();
  private final GcpRefusals refusals = new GcpRefusals();
  private long nextId = 100_000_000_000L;

  GcpWorld(Clock clock) {
    this.clock = clock;
  }

  Clock clock() {
    return clock;
  }

  long nextId() {
    return nextId++;
  }

  GcpProject add(String id) {
    return projects.computeIfAbsent(id, x -> new GcpProject(id, nextId(), clock));
  }

  Optional<GcpProject> find(String id) {
    return projects.values().stream()
        .filter(project -> project.id().equals(id) || String.valueOf(project.number()).equals(id))
        .findFirst();
  }

  /** Cloud Resource Manager reports a missing project in the same way as a denied one. */
  GcpProject project(String id, String permission) {
    return find(id).orElseThrow(() -> GcpError.denied(permission, "projects/" + id));
  }

  GcpRefusals refusals() {
    return refusals;
  }

  /** Refuses a request to an API that is not enabled, in the caller's project or in this one. */
  GcpProject answering(String api, GcpProject project) {
    refusals.checkCaller(api);
    return project.answering(api, refusals);
  }

  /** The permissions of the caller. */
  GcpGrants grants() {
    return grants;
  }

  synchronized Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    projects.forEach((id, project) -> state.put(id, project.state()));
    return state;
  }

  synchronized SortedMap<String, GcpProject> projects() {
    return projects;
  }
}
