package dev.onboard4j.samples.benchmark;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A cloud in memory with a fixed latency for every request. */
final class GraphCloud implements ResourceHandler {
  private final Shape shape;
  private final Duration latency;
  private final Map<ResourceId, State> objects = new ConcurrentHashMap<>();
  private final AtomicInteger calls = new AtomicInteger();

  GraphCloud(Shape shape, Duration latency) {
    this.shape = shape;
    this.latency = latency;
  }

  int calls() {
    return calls.get();
  }

  List<Resource> resources() {
    List<Resource> resources = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      State desired = State.builder().known("size", i).known("name", "node " + i).build();
      resources.add(
          Resource.of(id(i), ResourceKind.ROLE, desired, this)
              .dependingOn(
                  shape.upstream().get(i).stream().map(GraphCloud::id).toArray(ResourceId[]::new)));
    }
    return resources;
  }

  private static ResourceId id(int node) {
    return ResourceId.of("node", String.valueOf(node));
  }

  private void pass() {
    calls.incrementAndGet();
    long end = System.nanoTime() + latency.toNanos();
    for (long left = latency.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return requests.read(
        ApiRequest.of("graph", "Read"),
        () -> {
          pass();
          return observed(resource.id());
        });
  }

  private Observed observed(ResourceId id) {
    State state = objects.get(id);
    return state == null ? Observed.absent() : Observed.of(state, Owner.OURS);
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return List.of(new RequiredPermission("graph:Any", "*"));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return readPermissions(resource, observed);
  }

  @Override
  public Observed write(
      Resource resource, Observed observed, StateChange change, RequestContext requests) {
    return requests.write(
        ApiRequest.of("graph", "Write"),
        () -> {
          pass();
          objects.put(resource.id(), change.target());
          return observed(resource.id());
        });
  }
}
