package dev.onboard4j.hostile;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The well-behaved handler of an object: makes it bare, sets its fields as the only editor of the
 * server, and waits until a read shows them.
 *
 * @param login comes before each request
 */
record ThingHandler(Client client, Runnable login, String api) implements ResourceHandler {
  private <T> Supplier<T> loggedIn(Supplier<T> send) {
    return () -> {
      login.run();
      return send.get();
    };
  }

  @Override
  public Observed read(Resource resource, RequestContext requests) {
    Supplier<Object> listing =
        () ->
            requests.cached(
                api + " names",
                () -> requests.read(ApiRequest.of(api, "Names"), loggedIn(client::names)));
    Supplier<Object> object = () -> found(resource.id(), requests);
    return (Observed) requests.all(List.of(listing, object)).get(1);
  }

  private Observed found(ResourceId id, RequestContext requests) {
    return requests
        .read(ApiRequest.of(api, "Find", permission("Find", id)), loggedIn(() -> client.find(id)))
        .map(
            thing ->
                Observed.of(thing.state(), thing.owner())
                    .withOutputs(Map.of("name", "the-" + id.name())))
        .orElseGet(Observed::absent);
  }

  private RequiredPermission permission(String operation, ResourceId id) {
    return new RequiredPermission("cloud:" + operation, id.toString());
  }

  @Override
  public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
    return List.of(permission("Find", resource.id()));
  }

  @Override
  public List<RequiredPermission> writePermissions(
      Resource resource, Observed observed, StateChange change) {
    return List.of(permission("Change", resource.id()));
  }

  @Override
  public List<Grant> access(Resource resource, State state) {
    return List.of();
  }

  @Override
  public List<String> obstacles(Resource resource, Observed observed, RequestContext requests) {
    requests.read(ApiRequest.of(api, "Names"), loggedIn(client::names));
    return List.of();
  }

  @Override
  public Observed write(
      Resource resource, Observed before, StateChange change, RequestContext requests) {
    ResourceId id = resource.id();
    boolean replaces = before.exists() && change.replaces();
    if (change.removes() || replaces) {
      requests.write(ApiRequest.of(api, "Remove"), loggedIn(() -> client.remove(id)));
    }
    if (change.removes()) {
      return shown(id, requests, seen -> !seen.exists());
    }
    if (!before.exists() || replaces) {
      requests.write(ApiRequest.of(api, "Make"), loggedIn(() -> client.make(id)));
    }
    State wanted = merged(replaces ? State.empty() : before.state(), change);
    requests.exclusive(
        api,
        () ->
            requests.write(
                ApiRequest.of(api, "Change"), loggedIn(() -> client.change(id, wanted))));
    return shown(
        id,
        requests,
        seen -> seen.owner() != Owner.ABSENT && seen.state().covers(wanted, change.retired()));
  }

  private Observed shown(ResourceId id, RequestContext requests, Predicate<Observed> effect) {
    return requests.await(
        "the change of " + id, () -> Optional.of(found(id, requests)).filter(effect));
  }

  private static State merged(State before, StateChange change) {
    TreeMap<String, State.Value> fields = new TreeMap<>(before.fields());
    fields.putAll(change.target().fields());
    change
        .target()
        .fields()
        .forEach(
            (name, value) -> {
              if (value instanceof State.Members members) {
                TreeSet<String> items = new TreeSet<>(before.items(name));
                items.removeAll(change.obsolete(name));
                items.addAll(members.items());
                fields.put(name, new State.Members(items));
              }
            });
    return new State(fields);
  }
}
