package dev.onboard4j.model;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The managed fields of one object, in the canonical form that the engine compares, prints,
 * fingerprints and stores.
 *
 * <p>An object that does not exist has the {@linkplain #empty() empty} state. Immutable.
 *
 * <pre>{@code
 * State.builder()
 *     .fixed("path", "/")
 *     .known("trust", Map.of("Version", "2012-10-17"))
 *     .members("attachments", Set.of("arn:aws:iam::aws:policy/IAMReadOnlyAccess"))
 *     .build();
 * }</pre>
 *
 * @param fields the values by field name, sorted
 */
public record State(SortedMap<String, Value> fields) {
  private static final State EMPTY = new State(Collections.emptySortedMap());

  /** Keeps a sorted, unmodifiable copy. */
  public State {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /** The state of an object that does not exist. */
  public static State empty() {
    return EMPTY;
  }

  /** Starts a state without fields. */
  public static Builder builder() {
    return new Builder();
  }

  /** Whether the object is absent. */
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /** Removes these fields. */
  public State without(Collection<String> names) {
    TreeMap<String, Value> rest = new TreeMap<>(fields);
    rest.keySet().removeAll(names);
    return new State(rest);
  }

  /** The value of a field, or null if the state does not have it. */
  public @Nullable Value field(String name) {
    return fields.get(name);
  }

  /** The JSON of a {@link Known} field, or null if it is missing or of another sort. */
  public @Nullable Object json(String name) {
    return fields.get(name) instanceof Known known ? known.json() : null;
  }

  /** The items of a {@link Members} field; none if it is missing or of another sort. */
  public SortedSet<String> items(String name) {
    return fields.get(name) instanceof Members members
        ? members.items()
        : Collections.emptySortedSet();
  }

  /**
   * Whether this state has the wanted values and members, and no retired member.
   *
   * <p>Other fields and members do not count: other tools may add them.
   */
  public boolean covers(State wanted, State retired) {
    return wanted.fields().entrySet().stream()
        .allMatch(entry -> covers(entry.getKey(), entry.getValue(), retired));
  }

  private boolean covers(String field, Value wanted, State retired) {
    if (wanted instanceof Members members) {
      TreeSet<String> unwanted = new TreeSet<>(retired.items(field));
      unwanted.removeAll(members.items());
      unwanted.retainAll(items(field));
      return items(field).containsAll(members.items()) && unwanted.isEmpty();
    }
    Value found = fields.get(field);
    return wanted instanceof Known value
        ? found instanceof Known known && Objects.equals(known.json(), value.json())
        : wanted.equals(found);
  }

  /** The value of one field. */
  public sealed interface Value permits Known, Members, Unknown, Hidden {}

  /**
   * A value that is known while planning.
   *
   * @param json a tree of Map, List, String, Number, Boolean and null
   * @param fixed whether a change requires replacing the object
   */
  public record Known(@Nullable Object json, boolean fixed) implements Value {
    /** Keeps a deep, sorted, unmodifiable copy. */
    public Known {
      json = JsonTree.copyOf(json);
    }
  }

  /**
   * A set to which other tools add: only our items are compared, other items are kept.
   *
   * @param items all items, sorted
   */
  public record Members(SortedSet<String> items) implements Value {
    /** Keeps a sorted, unmodifiable copy. */
    public Members {
      items = Collections.unmodifiableSortedSet(new TreeSet<>(items));
    }
  }

  /**
   * A value that the write of another resource returns; printed as {@code (known after apply)}.
   *
   * @param from the resource that returns it
   * @param output the name of that resource's output
   * @param fixed whether a change requires replacing the object
   */
  public record Unknown(ResourceId from, String output, boolean fixed) implements Value {}

  /**
   * A value that is compared and never printed.
   *
   * @param secret the value
   */
  public record Hidden(Secret secret) implements Value {}

  /** Collects fields; not thread-safe. */
  public static final class Builder {
    private final TreeMap<String, Value> fields = new TreeMap<>();

    private Builder() {}

    /** Adds a value that can be changed in place. */
    public Builder known(String field, @Nullable Object json) {
      return value(field, new Known(json, false));
    }

    /** Adds a value whose change requires replacing the object. */
    public Builder fixed(String field, @Nullable Object json) {
      return value(field, new Known(json, true));
    }

    /** Adds a set to which other tools add. */
    public Builder members(String field, Collection<String> items) {
      return value(field, new Members(new TreeSet<>(items)));
    }

    /** Adds one {@code prefix.key} field per entry: tags and the like, compared key by key. */
    public Builder each(String prefix, Map<String, String> entries) {
      entries.forEach((key, value) -> known(prefix + "." + key, value));
      return this;
    }

    /** Adds a value of any sort. */
    public Builder value(String field, Value value) {
      fields.put(field, value);
      return this;
    }

    /** Creates the state with all added fields. */
    public State build() {
      return new State(fields);
    }
  }
}
