package dev.onboard4j.rbac;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import java.util.List;
import java.util.Map;

/** Maps the fields of one kind of object from and to a state. Pure. */
interface ObjectMapper {
  /** Adds the managed fields of an existing object. */
  void observe(Map<String, Object> object, State.Builder state);

  /** Writes the planned fields into a new or existing object. */
  void write(Map<String, Object> object, State target);

  /**
   * The permissions that lift the API server's escalation check.
   *
   * <p>They do not depend on the caller: a caller who holds the rules themselves passes the check
   * of permissions without them.
   */
  default List<RequiredPermission> escalation(boolean creating) {
    return List.of();
  }

  /** The access that an object in that state gives. */
  default List<Grant> access(State state) {
    return List.of();
  }
}
