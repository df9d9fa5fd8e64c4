package dev.onboard4j.engine;

import dev.onboard4j.model.Observed;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;

/** A handler that writes while it should read. */
final class SlyHandler extends BadHandler {
  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return requests.write(MemoryCloud.WRITE, Observed::absent);
  }
}
