package dev.onboard4j.testkit.google;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The permissions of the caller: all of them, except for those that were taken away.
 *
 * <p>A permission may be held on some resources only: by a binding on the resource itself, or under
 * a condition on its name. Guarded by the world.
 */
final class GcpGrants {
  private final Set<String> lacking = new TreeSet<>();
  private final Map<String, String> limited = new HashMap<>();

  void lack(String permission) {
    lacking.add(permission);
  }

  /** Limits a permission to the resources whose name contains the text. */
  void limit(String permission, String resource) {
    limited.put(permission, resource);
  }

  List<String> held(List<String> permissions, String resource) {
    List<String> held = new ArrayList<>(permissions);
    held.removeIf(permission -> !holds(permission, resource));
    return held;
  }

  private boolean holds(String permission, String resource) {
    return !lacking.contains(permission) && resource.contains(limited.getOrDefault(permission, ""));
  }

  /** Refuses a request whose permission the caller lacks on the resource. */
  void check(String permission, String resource) {
    if (!holds(permission, resource)) {
      throw GcpError.denied(permission, resource);
    }
  }
}
