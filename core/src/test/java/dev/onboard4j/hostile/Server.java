package dev.onboard4j.hostile;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Objects by name, with reads that lag and replies that get lost; remembers what it was asked, and
 * what was asked too late. Thread-safe.
 */
final class Server implements Client {
  /** How long this server is hidden behind what was there before. */
  private record Stale(Optional<Thing> shown, int reads) {}

  private final Map<ResourceId, List<Thing>> things = new TreeMap<>();
  private final Map<ResourceId, Stale> stale = new HashMap<>();
  private final Map<String, String> vault = new TreeMap<>();
  private final Set<ResourceId> refused = ConcurrentHashMap.newKeySet();
  private final Set<ResourceId> assigned = ConcurrentHashMap.newKeySet();
  private long serials;
  private int lag;
  private int losesEach;
  private int writes;
  private int late;
  private int closed;
  private volatile boolean wished;
  private volatile boolean over;
  private int afterTheWish;

  /** Reads show the former world so many times after each write. */
  synchronized void lag(int reads) {
    lag = reads;
  }

  /** Loses the reply of each n-th write; 0 loses none. */
  synchronized void loseReplies(int each) {
    losesEach = each;
  }

  /** Is honest and quick from now on, and forgets what was asked. */
  synchronized void calm() {
    lag = 0;
    losesEach = 0;
    stale.clear();
    refused.clear();
    over = false;
    wished = false;
  }

  void refuse(ResourceId id) {
    refused.add(id);
  }

  void assigns(ResourceId id) {
    assigned.add(id);
  }

  /** Somebody asked the run to stop: counts the requests that begin from now on. */
  void wished() {
    wished = true;
  }

  /** The wish was for another run. */
  void wishedNoLonger() {
    wished = false;
  }

  /** The verb has returned: no request may come any more. */
  void over() {
    over = true;
  }

  synchronized int afterTheWish() {
    return afterTheWish;
  }

  synchronized int late() {
    return late;
  }

  synchronized int closed() {
    return closed;
  }

  synchronized void put(ResourceId id, Owner owner, State state) {
    things.computeIfAbsent(id, key -> new ArrayList<>()).add(new Thing(++serials, owner, state));
  }

  synchronized boolean holds(ResourceId id) {
    return things.containsKey(id);
  }

  /** What is there in truth. */
  synchronized List<Thing> all(ResourceId id) {
    return List.copyOf(things.getOrDefault(id, List.of()));
  }

  /** The objects of others, with all that they hold. */
  synchronized String foreign() {
    Map<ResourceId, List<Thing>> foreign = new TreeMap<>();
    things.forEach(
        (id, all) -> {
          List<Thing> theirs = all.stream().filter(one -> one.owner() != Owner.OURS).toList();
          if (!theirs.isEmpty()) {
            foreign.put(id, theirs);
          }
        });
    return foreign.toString();
  }

  /** The names that have more than one object of ours. */
  synchronized Set<ResourceId> doubles() {
    Set<ResourceId> doubles = new TreeSet<>();
    things.forEach(
        (id, all) -> {
          if (all.stream().filter(one -> one.owner() == Owner.OURS).count() > 1) {
            doubles.add(id);
          }
        });
    return doubles;
  }

  /** Everything but the serials; equal worlds give equal texts. */
  synchronized String world() {
    StringBuilder world = new StringBuilder();
    things.forEach(
        (id, all) -> all.forEach(one -> world.append(id).append(one.owner()).append(one.state())));
    return world.append(vault).toString();
  }

  private void request() {
    if (over) {
      late++;
    }
    if (wished) {
      afterTheWish++;
    }
  }

  @Override
  public synchronized Optional<Thing> find(ResourceId id) {
    request();
    Stale former = stale.get(id);
    if (former == null) {
      return current(id);
    }
    if (former.reads() == 1) {
      stale.remove(id);
    } else {
      stale.put(id, new Stale(former.shown(), former.reads() - 1));
    }
    return former.shown();
  }

  private static boolean ours(Thing thing) {
    return thing.owner() == Owner.OURS;
  }

  private Optional<Thing> current(ResourceId id) {
    List<Thing> all = things.getOrDefault(id, List.of());
    return all.stream().filter(Server::ours).findFirst().or(() -> all.stream().findFirst());
  }

  @Override
  public synchronized List<String> names() {
    request();
    return things.keySet().stream().map(ResourceId::toString).toList();
  }

  @Override
  public synchronized Thing make(ResourceId id) {
    write(id);
    if (holds(id) && !assigned.contains(id)) {
      throw failure(Category.CONFLICT, id + " is there already");
    }
    put(id, Owner.OURS, State.empty());
    List<Thing> all = all(id);
    return replied(all.get(all.size() - 1));
  }

  @Override
  public synchronized Thing change(ResourceId id, State state) {
    write(id);
    Thing now =
        current(id)
            .filter(Server::ours)
            .orElseThrow(() -> failure(Category.CONFLICT, id + " is not there"));
    Thing changed = new Thing(now.serial(), now.owner(), state);
    things.get(id).set(things.get(id).indexOf(now), changed);
    return replied(changed);
  }

  @Override
  public synchronized boolean remove(ResourceId id) {
    write(id);
    List<Thing> all = things.getOrDefault(id, new ArrayList<>());
    boolean there = all.removeIf(Server::ours);
    if (all.isEmpty()) {
      things.remove(id);
    }
    return replied(there);
  }

  private void write(ResourceId id) {
    request();
    if (refused.contains(id)) {
      throw failure(Category.CALLER, id + " is refused");
    }
    if (lag > 0) {
      stale.put(id, new Stale(current(id), lag));
    }
  }

  private <T> T replied(T reply) {
    if (losesEach > 0 && ++writes % losesEach == 0) {
      throw failure(Category.UNKNOWN_OUTCOME, "the reply is lost");
    }
    return reply;
  }

  synchronized Optional<String> delivered(String credential) {
    request();
    return Optional.ofNullable(vault.get(credential));
  }

  synchronized boolean deliver(String credential, String version) {
    request();
    vault.put(credential, version);
    return replied(true);
  }

  synchronized boolean forget(String credential) {
    request();
    return vault.remove(credential) != null;
  }

  synchronized boolean asked() {
    request();
    return true;
  }

  @Override
  public synchronized void close() {
    closed++;
  }

  private static OnboardingException failure(Category category, String words) {
    return OnboardingException.of(category, words).build();
  }
}
