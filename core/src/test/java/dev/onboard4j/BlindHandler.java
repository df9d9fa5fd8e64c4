package dev.onboard4j;

import dev.onboard4j.model.Need;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Call;
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
  public Observed read(Resource resource, Call call) {
    return Observed.absent();
  }

  @Override
  public List<Need> needs(Resource resource, Observed before, State after) {
    return List.of();
  }

  @Override
  public Observed write(Resource resource, Observed before, State after, Call call) {
    return call.until("it", Optional::empty);
  }
}
