package dev.onboard4j;

import dev.onboard4j.model.Observed;
import dev.onboard4j.spi.Call;
import dev.onboard4j.spi.Resource;

/** A handler that writes while it should read. */
final class SlyHandler extends BadHandler {
  @Override
  public Observed read(Resource resource, Call call) {
    return call.write("memory:Write", Observed::absent);
  }
}
