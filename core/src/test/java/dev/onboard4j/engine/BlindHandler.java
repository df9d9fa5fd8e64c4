package dev.onboard4j.engine;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.List;
import java.util.Optional;

/** Waits for an effect that never shows. */
final class BlindHandler implements ResourceHandler {
  static Resource of(Resource resource) {
    return Resource.of(resource.id(), resource.kind(), resource.desired(), new BlindHandler());
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
    return requests.await("it", Optional::empty);
  }
}
