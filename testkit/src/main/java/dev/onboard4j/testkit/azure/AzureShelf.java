package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Objects of one kind, each behind a replica that may lag: reads miss a new object, show the former
 * state of a changed one, and still show a deleted one. Guarded by the world.
 */
final class AzureShelf {
  private final Map<String, Copy> copies = new LinkedHashMap<>();

  private static final class Copy {
    private @Nullable ObjectNode now;
    private @Nullable ObjectNode before;
    private int late;

    Optional<ObjectNode> seen() {
      if (late > 0) {
        late--;
        return Optional.ofNullable(before).map(ObjectNode::deepCopy);
      }
      return truth();
    }

    Optional<ObjectNode> truth() {
      return Optional.ofNullable(now).map(ObjectNode::deepCopy);
    }

    void become(@Nullable ObjectNode next, int lag) {
      before = now;
      now = next;
      late = lag;
    }
  }

  /** Stores an object that the next {@code lag} reads do not see. */
  void put(String key, ObjectNode object, int lag) {
    copies.computeIfAbsent(AzureId.key(key), x -> new Copy()).become(object.deepCopy(), lag);
  }

  /** Removes an object that the next {@code lag} reads still see. */
  void remove(String key, int lag) {
    Copy copy = copies.get(AzureId.key(key));
    if (copy == null) {
      return;
    }
    copy.become(null, lag);
    if (lag == 0) {
      copies.remove(AzureId.key(key));
    }
  }

  /** Forgets what lies in a scope, as it goes with its group. */
  void forget(String scope) {
    truths().stream()
        .map(one -> AzureJson.text(one, "id"))
        .filter(id -> AzureId.within(id, scope))
        .forEach(id -> copies.keySet().removeIf(key -> named(key, id)));
  }

  /** Objects are kept by their id, or by its last part. */
  private static boolean named(String key, String id) {
    return key.equals(AzureId.key(id)) || key.equals(AzureId.key(AzureId.name(id)));
  }

  /** What a read sees. */
  Optional<ObjectNode> read(String key) {
    return Optional.ofNullable(copies.get(AzureId.key(key))).flatMap(Copy::seen);
  }

  /** What a listing sees, in the order of creation. */
  List<ObjectNode> list() {
    List<ObjectNode> seen = new ArrayList<>();
    copies.values().forEach(copy -> copy.seen().ifPresent(seen::add));
    return seen;
  }

  /** What is there. */
  Optional<ObjectNode> truth(String key) {
    return Optional.ofNullable(copies.get(AzureId.key(key))).flatMap(Copy::truth);
  }

  /** All that is there, in the order of creation. */
  List<ObjectNode> truths() {
    List<ObjectNode> there = new ArrayList<>();
    copies.values().forEach(copy -> copy.truth().ifPresent(there::add));
    return there;
  }
}
