package dev.onboard4j;

import dev.onboard4j.model.Need;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Call;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.List;

/** A handler that dies when it writes. */
class BadHandler implements ResourceHandler {
  /** A handler that writes nothing and says it did. */
  static final class Lazy extends BadHandler {
    @Override
    public Observed write(Resource resource, Observed before, State after, Call call) {
      return before;
    }
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
    throw new IllegalStateException("boom");
  }
}
