package dev.onboard4j.spi;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.StateChange;
import java.util.List;
import java.util.SortedMap;

/** Handles a resource that a person manages: reads nothing and reports the fixed outputs. */
record ManualHandler(SortedMap<String, String> outputs) implements ResourceHandler {
  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return Observed.absent().withOutputs(outputs);
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
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    throw new IllegalStateException("a manual step is never written");
  }
}
