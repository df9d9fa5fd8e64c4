package dev.onboard4j.engine;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.model.State.Members;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A cloud whose objects take many requests each: made bare with a mark, then changed field by
 * field, so that a run can stop in the middle of an object. A thing there is cannot be made again.
 */
final class PiecemealCloud implements ResourceHandler {
  private record Thing(Owner owner, State state) {}

  private final Map<ResourceId, Thing> things = new TreeMap<>();
  private final AtomicInteger madeTwice = new AtomicInteger();
  private volatile Optional<ResourceId> refused = Optional.empty();

  /** Refuses to make or change that one from now on. */
  void refuse(ResourceId id) {
    refused = Optional.of(id);
  }

  /** How often somebody tried to make what was there. */
  int madeTwice() {
    return madeTwice.get();
  }

  private void check(ResourceId id) {
    if (refused.filter(id::equals).isPresent()) {
      throw OnboardingException.of(Category.CONFLICT, id + " is refused").build();
    }
  }

  synchronized void put(ResourceId id, Owner owner, State state) {
    things.put(id, new Thing(owner, state));
  }

  /** Everything there is; equal worlds give equal texts. */
  synchronized String world() {
    return things.toString();
  }

  private synchronized Optional<Thing> find(ResourceId id) {
    return Optional.ofNullable(things.get(id));
  }

  private synchronized boolean make(ResourceId id) {
    check(id);
    if (things.containsKey(id)) {
      madeTwice.incrementAndGet();
      throw OnboardingException.of(Category.CONFLICT, id + " is there already").build();
    }
    things.put(id, new Thing(Owner.OURS, State.empty()));
    return true;
  }

  private synchronized boolean set(ResourceId id, String field, State.Value value) {
    check(id);
    Thing thing = things.get(id);
    TreeMap<String, State.Value> fields = new TreeMap<>(thing.state().fields());
    fields.put(field, value);
    things.put(id, new Thing(thing.owner(), new State(fields)));
    return true;
  }

  private synchronized boolean mark(ResourceId id) {
    things.put(id, new Thing(Owner.OURS, things.get(id).state()));
    return true;
  }

  private synchronized boolean remove(ResourceId id) {
    return things.remove(id) != null;
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return requests.read(ApiRequest.of("cloud", "Read"), () -> observed(resource.id()));
  }

  private Observed observed(ResourceId id) {
    return find(id)
        .map(
            thing ->
                Observed.of(thing.state(), thing.owner())
                    .withOutputs(Map.of("name", "the-" + id.name())))
        .orElseGet(Observed::absent);
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return List.of(new RequiredPermission("cloud:Any", resource.id().toString()));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return readPermissions(resource, observed);
  }

  @Override
  public Observed write(
      Resource resource, Observed before, StateChange change, RequestContext requests) {
    ResourceId id = resource.id();
    State after = change.target();
    if (change.removes()) {
      requests.write(ApiRequest.of("cloud", "Delete"), () -> remove(id));
      return read(resource, requests);
    }
    State now = before.state();
    boolean replaced = change.replaces();
    if (replaced) {
      requests.write(ApiRequest.of("cloud", "Delete"), () -> remove(id));
    }
    if (replaced || !before.exists()) {
      requests.write(ApiRequest.of("cloud", "Make"), () -> make(id));
      now = State.empty();
    } else if (before.owner() == Owner.UNMARKED) {
      requests.write(ApiRequest.of("cloud", "Mark"), () -> mark(id));
    }
    for (String field : after.fields().keySet()) {
      change(resource, field, now.field(field), after.field(field), requests);
    }
    return read(resource, requests);
  }

  private void change(
      Resource resource,
      String field,
      State.Value now,
      State.Value wanted,
      RequestContext requests) {
    State.Value next = wanted;
    if (wanted instanceof Members members) {
      TreeSet<String> all = new TreeSet<>(now instanceof Members there ? there.items() : List.of());
      all.removeAll(resource.retired().items(field));
      all.addAll(members.items());
      next = new Members(all);
    }
    boolean same = Differ.same(now, next);
    State.Value value = next;
    if (!same) {
      requests.write(ApiRequest.of("cloud", "Set"), () -> set(resource.id(), field, value));
    }
  }
}
