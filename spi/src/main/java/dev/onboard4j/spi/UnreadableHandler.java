package dev.onboard4j.spi;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import java.util.List;

/**
 * Replaces the reads of a handler when the caller may not read the cluster.
 *
 * <p>The plan is blocked, but still lists the permissions that it requires.
 */
record UnreadableHandler(ResourceHandler handler, Observed answer) implements ResourceHandler {
  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return answer;
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return handler.readPermissions(resource, observed);
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return handler.writePermissions(resource, observed, change);
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    throw new IllegalStateException("a blocked plan is never written");
  }

  @Override
  public List<Grant> access(Resource resource, State state) {
    return handler.access(resource, state);
  }
}
