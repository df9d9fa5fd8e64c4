package dev.onboard4j.engine;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.List;

/** A handler that dies when it writes. */
class BadHandler implements ResourceHandler {
  /** A handler that writes nothing and says it did. */
  static final class Lazy extends BadHandler {
    @Override
    public Observed write(
        Resource resource, Observed before, StateChange change, RequestContext requests) {
      return before;
    }
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return Observed.absent();
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return List.of();
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return List.of();
  }

  @Override
  public Observed write(
      Resource resource, Observed before, StateChange change, RequestContext requests) {
    throw new IllegalStateException("boom");
  }
}
