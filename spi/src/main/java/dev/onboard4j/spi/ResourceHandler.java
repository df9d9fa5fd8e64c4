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
 * <p>Thread-safe. The laws, which the provider contract of the testkit examines: reading never
 * writes; reading twice gives the same; a write after a lost reply converges; what a write returns
 * is what the next read sees (the handler waits by effect, never for a fixed time); removing what
 * is absent succeeds; a denial names the missing permission.
 *
 * <p>Every request goes through {@link RequestContext#read} or {@link RequestContext#write}, which
 * limit, time, retry and report it. Failures are {@link dev.onboard4j.model.OnboardingException}s
 * whose category tells whether the request certainly had no effect (TRANSIENT) or may have had one
 * (UNKNOWN_OUTCOME).
 */
public interface ResourceHandler {
  /** Reads what is there now. */
  Observed read(Resource resource, RequestContext requests);

  /** The permissions that reading needs. Pure. */
  List<RequiredPermission> readPermissions(Resource resource, Observed observed);

  /** The permissions that exactly this change needs beyond those of reading. Pure. */
  List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change);

  /**
   * Creates, repairs, replaces or removes the object; converges after a lost reply.
   *
   * @param observed what was there just before
   * @param change what has to change, with every {@link State.Unknown} filled in
   * @return what the next read will see
   */
  Observed write(Resource resource, Observed observed, StateChange change, RequestContext requests);

  /**
   * Who holds which permission by way of an object in that state; none of an absent one. Pure.
   *
   * <p>The engine asks it about the observed and about the planned state. Whatever the state gives
   * access to is told, what the blueprint does not explain included.
   */
  default List<Grant> access(Resource resource, State state) {
    return List.of();
  }

  /**
   * What prevents the removal of the object, in words; removal plans ask it. Reads only.
   *
   * @throws dev.onboard4j.model.OnboardingException if it cannot be read
   */
  default List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    return List.of();
  }
}
