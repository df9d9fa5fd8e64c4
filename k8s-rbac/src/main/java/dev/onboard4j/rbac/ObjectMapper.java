package dev.onboard4j.rbac;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import java.util.List;
import java.util.Map;

/** What is particular about one kind of object; the rest is the same for all. Pure. */
interface ObjectMapper {
  /** Adds the managed fields of an object that is there. */
  void observe(Map<String, Object> object, State.Builder state);

  /** Writes the planned fields into a new object, or into one that is there. */
  void write(Map<String, Object> object, State target);

  /** What writing it takes beyond the verb on the object itself. */
  List<RequiredPermission> beyond(boolean creating);

  /** Who may do what by way of an object in that state. */
  default List<Grant> access(State state) {
    return List.of();
  }
}
