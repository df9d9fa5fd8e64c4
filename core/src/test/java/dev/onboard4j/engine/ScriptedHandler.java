package dev.onboard4j.engine;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** A handler whose object is what a test says, and whose writes do what a test says. */
final class ScriptedHandler extends BadHandler {
  /** What reads show. */
  Observed seen = Observed.absent();

  /** What the next reads show, one after the other, before {@link #seen}. */
  final Deque<Observed> first = new ArrayDeque<>();

  final AtomicInteger reads = new AtomicInteger();
  final AtomicInteger writes = new AtomicInteger();

  private final BiFunction<RequestContext, StateChange, Observed> write;

  ScriptedHandler(BiFunction<RequestContext, StateChange, Observed> write) {
    this.write = write;
  }

  static State size(int size) {
    return State.builder().known("size", size).build();
  }

  static Observed ours(State state) {
    return Observed.of(state, Owner.OURS);
  }

  @Override
  public synchronized Observed read(Resource resource, RequestContext requests) {
    reads.incrementAndGet();
    return requests.read(MemoryCloud.READ, () -> first.isEmpty() ? seen : first.poll());
  }

  @Override
  public Observed write(
      Resource resource, Observed before, StateChange change, RequestContext requests) {
    writes.incrementAndGet();
    return write.apply(requests, change);
  }
}
