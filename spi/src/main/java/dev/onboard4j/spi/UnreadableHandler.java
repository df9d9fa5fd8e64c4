package dev.onboard4j.spi;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import java.util.List;

/**
 * Stands before a handler when the caller may not even read the cluster.
 *
 * <p>The plan is blocked then, yet still tells which permissions it takes.
 */
record UnreadableHandler(ResourceHandler handler, Observed answer) implements ResourceHandler {
  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return answer;
  }

  @Override
  public List<RequiredPermission> needs(Resource resource, Observed before, State after) {
    return handler.needs(resource, before, after);
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, RequestContext requests) {
    throw new IllegalStateException("a blocked plan is never written");
  }
}
