package dev.onboard4j.spi;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import java.util.List;

/**
 * Reads one resource, names the permissions that a step needs, and writes the resource.
 *
 * <p>Thread-safe. The provider contract of the testkit checks these laws: reading never writes;
 * reading twice returns the same; a write after a lost reply converges; a write returns what the
 * next read sees (the handler waits for the effect, never for a fixed time); removing an absent
 * object succeeds; a denial names the missing permission.
 *
 * <p>Every request goes through {@link RequestContext#read} or {@link RequestContext#write}, which
 * limit, time, retry and report it. Failures are {@link dev.onboard4j.model.OnboardingException}s
 * whose category tells whether the request certainly had no effect (TRANSIENT) or may have had one
 * (UNKNOWN_OUTCOME).
 *
 * <p>Whatever else a method throws, or returns instead of an answer, ends its step or the plan as a
 * PROVIDER_BUG; if a write had an effect before, the engine reads what it left behind. The engine
 * cannot end a method that does not return: the run waits for it, also after a cancellation. So a
 * client needs a time limit for each request.
 */
public interface ResourceHandler {
  /** Reads the current state of the object. */
  Observed read(Resource resource, RequestContext requests);

  /** The permissions that reading requires. Pure. */
  List<RequiredPermission> readPermissions(Resource resource, Observed observed);

  /** The permissions that exactly this change requires beyond those of reading. Pure. */
  List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change);

  /**
   * Creates, repairs, replaces or removes the object; converges after a lost reply.
   *
   * @param observed what the last read returned
   * @param change what to change, with a value for every {@link State.Unknown}
   * @return what the next read will see
   */
  Observed write(Resource resource, Observed observed, StateChange change, RequestContext requests);

  /**
   * Returns the access that an object in this state grants; none for an absent object. Pure.
   *
   * <p>The engine passes the observed and the planned state. The answer includes access that the
   * blueprint does not explain.
   */
  default List<Grant> access(Resource resource, State state) {
    return List.of();
  }

  /**
   * Returns what prevents the removal of the object, in words, for removal plans. Reads only.
   *
   * @throws dev.onboard4j.model.OnboardingException if it cannot be read
   */
  default List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    return List.of();
  }
}
