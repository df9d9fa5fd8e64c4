package dev.onboard4j.engine;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.json.StateJson;
import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * A cloud in a map, with resources a test declares; unmarked objects are those put there by hand.
 */
final class MemoryCloud implements ResourceHandler {
  static final ApiRequest READ = ApiRequest.of("memory", "Read");
  static final ApiRequest WRITE = ApiRequest.of("memory", "Write");

  final Map<ResourceId, State> objects = new ConcurrentHashMap<>();
  final Map<ResourceId, Owner> owners = new ConcurrentHashMap<>();
  final List<String> log = new CopyOnWriteArrayList<>();
  final List<Resource> resources = new ArrayList<>();
  final Map<String, OnboardingException> failOnce = new ConcurrentHashMap<>();
  final Map<String, OnboardingException> failAfterOnce = new ConcurrentHashMap<>();
  final Map<String, Set<ResourceId>> users = new ConcurrentHashMap<>();
  final Map<String, List<Grant>> grants = new ConcurrentHashMap<>();
  final Map<String, List<String>> obstacles = new ConcurrentHashMap<>();
  final MemorySession session = new MemorySession(this);

  static ResourceId id(String name) {
    return ResourceId.of("thing", name);
  }

  MemoryCloud thing(String name, State desired, String... after) {
    return thing(name, desired, resource -> resource, after);
  }

  MemoryCloud thing(String name, State desired, UnaryOperator<Resource> more, String... after) {
    Resource resource = Resource.of(id(name), ResourceKind.ROLE, desired, this);
    for (String upstream : after) {
      resource = resource.dependingOn(id(upstream));
    }
    resources.add(more.apply(resource));
    return this;
  }

  MemoryCloud plain(String name, String... after) {
    return thing(name, State.builder().known("size", 1).build(), after);
  }

  /** What a person or another tool put there. */
  void put(String name, State state, Owner owner) {
    objects.put(id(name), state);
    owners.put(id(name), owner);
  }

  Map<String, Object> world() {
    Map<String, Object> world = new TreeMap<>();
    objects.forEach((id, state) -> world.put(id.toString(), StateJson.write(state)));
    return world;
  }

  Onboarding onboarding() {
    return Onboarding.forProvider("memory").with(MemoryCloud.class, this).time(new FakeTime());
  }

  static MemoryProvider.MemoryCluster cluster() {
    return new MemoryProvider.MemoryCluster("prod");
  }

  ApplicablePlan plan() {
    return onboarding().plan(cluster());
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    return requests.read(
        READ,
        () -> {
          fail(failOnce, "read " + resource.id().name());
          return observed(resource.id());
        });
  }

  private Observed observed(ResourceId id) {
    State state = objects.get(id);
    Owner owner = owners.getOrDefault(id, Owner.OURS);
    if (owner == Owner.UNREADABLE) {
      throw OnboardingException.of(Category.PERMISSION, "denied")
          .missing(List.of(new RequiredPermission("memory:Read", id.toString())))
          .build();
    }
    return state == null
        ? Observed.absent()
        : Observed.of(state, owner)
            .withUsers(users.getOrDefault(id.name(), Set.of()))
            .withOutputs(Map.of("name", "the-" + id.name()));
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return List.of(new RequiredPermission("memory:Read", resource.id().toString()));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return List.of(new RequiredPermission("memory:Write", resource.id().toString()));
  }

  @Override
  public List<Grant> access(Resource resource, State state) {
    return state.isEmpty() ? List.of() : grants.getOrDefault(resource.id().name(), List.of());
  }

  @Override
  public Observed write(
      Resource resource, Observed before, StateChange change, RequestContext requests) {
    return requests.write(
        WRITE,
        () -> {
          String name = resource.id().name();
          log.add((change.removes() ? "delete " : "write ") + name);
          fail(failOnce, "write " + name);
          if (change.removes()) {
            objects.remove(resource.id());
          } else {
            objects.put(resource.id(), merged(resource, change.target()));
            owners.put(resource.id(), Owner.OURS);
          }
          fail(failAfterOnce, "write " + name);
          return observed(resource.id());
        });
  }

  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    return obstacles.getOrDefault(resource.id().name(), List.of());
  }

  /** Adds our members to those of others, as a real handler does. */
  private State merged(Resource resource, State after) {
    State now = objects.getOrDefault(resource.id(), State.empty());
    Map<String, State.Value> fields = new LinkedHashMap<>(now.fields());
    after
        .fields()
        .forEach(
            (field, value) -> {
              if (value instanceof State.Members members) {
                var all = new TreeSet<>(now.items(field));
                all.addAll(members.items());
                var retired = new TreeSet<>(resource.retired().items(field));
                retired.removeAll(members.items());
                all.removeAll(retired);
                fields.put(field, new State.Members(all));
              } else {
                fields.put(field, value);
              }
            });
    return new State(new TreeMap<>(fields));
  }

  private static void fail(Map<String, OnboardingException> planned, String what) {
    OnboardingException failure = planned.remove(what);
    if (failure != null) {
      throw failure;
    }
  }

  static OnboardingException failure(Category category) {
    return OnboardingException.of(category, "planned " + category).build();
  }
}
