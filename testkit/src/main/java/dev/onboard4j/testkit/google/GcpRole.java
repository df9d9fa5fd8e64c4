package dev.onboard4j.testkit.google;

import com.google.iam.admin.v1.Role;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A custom role; guarded by its world. */
final class GcpRole {
  private Role role;
  private @Nullable Instant deletedAt;

  GcpRole(Role role) {
    this.role = role;
  }

  /** The role in the form of the API. */
  Role role() {
    return role.toBuilder().setDeleted(deletedAt != null).build();
  }

  void role(Role changed) {
    role = changed;
  }

  Optional<Instant> deletedAt() {
    return Optional.ofNullable(deletedAt);
  }

  void deletedAt(@Nullable Instant at) {
    deletedAt = at;
  }

  Map<String, Object> state() {
    Map<String, Object> state = new TreeMap<>();
    state.put("title", role.getTitle());
    state.put("description", role.getDescription());
    state.put("stage", role.getStage().name());
    state.put("permissions", new TreeSet<>(role.getIncludedPermissionsList()));
    return state;
  }
}
