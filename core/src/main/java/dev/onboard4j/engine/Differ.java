package dev.onboard4j.engine;

import dev.onboard4j.json.Json;
import dev.onboard4j.model.Extra;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.State;
import dev.onboard4j.model.State.Hidden;
import dev.onboard4j.model.State.Known;
import dev.onboard4j.model.State.Members;
import dev.onboard4j.model.State.Unknown;
import dev.onboard4j.model.State.Value;
import dev.onboard4j.plan.FieldDiff;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares states. Pure. */
final class Differ {
  static final String KNOWN_LATER = "(known after apply)";
  static final String HIDDEN = "(hidden)";

  private Differ() {}

  /** The observed values of the managed fields; of a set, the managed items only. */
  static State managed(State observed, State desired, State retired) {
    SortedMap<String, Value> fields = new TreeMap<>();
    desired
        .fields()
        .forEach(
            (name, wanted) -> {
              Value found = observed.field(name);
              if (found instanceof Members members) {
                TreeSet<String> ours = new TreeSet<>(members.items());
                ours.retainAll(owned(name, desired, retired));
                fields.put(name, new Members(ours));
              } else if (found != null) {
                fields.put(name, sameFixedness(found, wanted));
              }
            });
    return new State(fields);
  }

  private static Value sameFixedness(Value found, Value wanted) {
    boolean fixed =
        (wanted instanceof Known known && known.fixed())
            || (wanted instanceof Unknown unknown && unknown.fixed());
    return found instanceof Known known ? new Known(known.json(), fixed) : found;
  }

  private static Set<String> owned(String field, State desired, State retired) {
    TreeSet<String> owned = new TreeSet<>(desired.items(field));
    owned.addAll(retired.items(field));
    return owned;
  }

  /** The additions of other tools, and their changes of ignored fields. */
  static List<String> extras(Observed observed, Resource resource) {
    TreeSet<String> extras = new TreeSet<>(added(observed, resource));
    ignoredChanges(observed.state(), resource).forEach(extras::add);
    return List.copyOf(extras);
  }

  /** The additions of other tools: what the handler found, and the unmanaged items of sets. */
  static List<String> added(Observed observed, Resource resource) {
    TreeSet<String> extras = new TreeSet<>();
    observed.extras().forEach(extra -> extras.add(extra.toString()));
    observed
        .state()
        .fields()
        .forEach(
            (name, value) -> {
              if (value instanceof Members members) {
                TreeSet<String> unmanaged = new TreeSet<>(members.items());
                unmanaged.removeAll(owned(name, resource.desired(), resource.retired()));
                unmanaged.forEach(item -> extras.add(new Extra(name, item).toString()));
              }
            });
    return List.copyOf(extras);
  }

  /** The differences in fields whose changes are ignored. */
  static List<String> ignoredChanges(State now, Resource resource) {
    return resource.ignoredChanges().stream()
        .filter(name -> now.field(name) != null)
        .filter(name -> !same(now.field(name), resource.desired().field(name)))
        .map(
            name ->
                "ignored change: "
                    + name
                    + " is "
                    + Json.line(shown(now.field(name)))
                    + ", was created as "
                    + Json.line(shown(resource.desired().field(name))))
        .toList();
  }

  /** The state of an object after a write; the additions of other tools stay. */
  static State applied(State observed, State target, State retired) {
    SortedMap<String, Value> fields = new TreeMap<>(observed.fields());
    target
        .fields()
        .forEach(
            (name, wanted) -> {
              if (wanted instanceof Members members) {
                TreeSet<String> items = new TreeSet<>(observed.items(name));
                items.removeAll(retired.items(name));
                items.addAll(members.items());
                fields.put(name, new Members(items));
              } else {
                fields.put(name, wanted);
              }
            });
    return new State(fields);
  }

  /** The observed state without the members that only earlier blueprints declared. */
  static State withoutRetired(State observed, Resource resource) {
    SortedMap<String, Value> fields = new TreeMap<>(observed.fields());
    fields.replaceAll(
        (name, value) ->
            value instanceof Members members ? lasting(name, members, resource) : value);
    return new State(fields);
  }

  private static Members lasting(String field, Members members, Resource resource) {
    TreeSet<String> obsolete = new TreeSet<>(resource.retired().items(field));
    obsolete.removeAll(resource.desired().items(field));
    TreeSet<String> items = new TreeSet<>(members.items());
    items.removeAll(obsolete);
    return new Members(items);
  }

  /** The fields that differ; {@code now} and {@code after} are managed fields only. */
  static List<FieldDiff> diff(State now, State after) {
    TreeSet<String> names = new TreeSet<>(now.fields().keySet());
    names.addAll(after.fields().keySet());
    List<FieldDiff> diff = new ArrayList<>();
    for (String name : names) {
      if (!same(now.field(name), after.field(name))) {
        diff.add(new FieldDiff(name, shown(now.field(name)), shown(after.field(name))));
      }
    }
    return diff;
  }

  /** Whether a field that cannot be changed in place differs. */
  static boolean replaces(State now, State after) {
    return after.fields().entrySet().stream()
        .anyMatch(
            entry -> fixed(entry.getValue()) && !same(now.field(entry.getKey()), entry.getValue()));
  }

  private static boolean fixed(Value value) {
    return (value instanceof Known known && known.fixed())
        || (value instanceof Unknown unknown && unknown.fixed());
  }

  static boolean same(@Nullable Value a, @Nullable Value b) {
    if (a instanceof Known one && b instanceof Known other) {
      return Objects.equals(one.json(), other.json());
    }
    if (a instanceof Unknown || b instanceof Unknown) {
      return false;
    }
    return Objects.equals(a, b) || (nothing(a) && nothing(b));
  }

  /** An empty set equals a missing field. */
  private static boolean nothing(@Nullable Value value) {
    return value == null || (value instanceof Members members && members.items().isEmpty());
  }

  /** The form of a value in a diff and in text for people. */
  static @Nullable Object shown(@Nullable Value value) {
    if (value instanceof Known known) {
      return known.json();
    }
    if (value instanceof Members members) {
      return List.copyOf(members.items());
    }
    if (value instanceof Unknown) {
      return KNOWN_LATER;
    }
    return value instanceof Hidden ? HIDDEN : null;
  }

  /**
   * The fields at which the world is neither as the plan saw it nor as the plan wants it.
   *
   * <p>Sets are compared item by item: an interrupted run leaves some items written.
   */
  static List<FieldDiff> surprises(State now, State premise, State after) {
    TreeSet<String> names = new TreeSet<>(premise.fields().keySet());
    names.addAll(after.fields().keySet());
    List<FieldDiff> surprises = new ArrayList<>();
    for (String name : names) {
      Value found = now.field(name);
      Value seen = premise.field(name);
      Value wanted = after.field(name);
      if (!same(found, seen) && !same(found, wanted) && !between(found, seen, wanted)) {
        surprises.add(new FieldDiff(name, shown(seen), shown(found)));
      }
    }
    return surprises;
  }

  private static boolean between(
      @Nullable Value found, @Nullable Value seen, @Nullable Value wanted) {
    if (wanted instanceof Unknown) {
      // Only the run learns this value; the read before the write compares it.
      return seen == null;
    }
    if (wanted instanceof Hidden || seen instanceof Hidden) {
      // A saved plan holds no secret to compare with.
      return true;
    }
    return found instanceof Members now
        && members(seen)
        && members(wanted)
        && between(now.items(), items(seen), items(wanted));
  }

  /** Whether a set has no item that is in neither of the others, and every item that is in both. */
  private static boolean between(Set<String> found, Set<String> seen, Set<String> wanted) {
    Set<String> both = new TreeSet<>(seen);
    both.retainAll(wanted);
    return found.containsAll(both)
        && found.stream().allMatch(item -> seen.contains(item) || wanted.contains(item));
  }

  private static boolean members(@Nullable Value value) {
    return value == null || value instanceof Members;
  }

  private static Set<String> items(@Nullable Value value) {
    return value instanceof Members members ? members.items() : Set.of();
  }

  /** The state with each unknown value replaced by its output, where that is known. */
  static State resolved(State desired, Outputs outputs) {
    SortedMap<String, Value> fields = new TreeMap<>();
    desired
        .fields()
        .forEach(
            (name, value) -> {
              if (value instanceof Unknown unknown) {
                String output = outputs.of(unknown);
                fields.put(name, output == null ? unknown : new Known(output, unknown.fixed()));
              } else {
                fields.put(name, value);
              }
            });
    return new State(fields);
  }

  /** Answers the output behind an unknown value, or null while it is not known. */
  @FunctionalInterface
  interface Outputs {
    @Nullable String of(Unknown unknown);
  }

  /** Describes the fields that differ, in one sentence. */
  static String words(Collection<FieldDiff> diff) {
    StringBuilder words = new StringBuilder();
    for (FieldDiff one : diff) {
      words
          .append(words.isEmpty() ? "" : "; ")
          .append(one.path())
          .append(" was ")
          .append(Json.line(one.before()))
          .append(", is ")
          .append(Json.line(one.after()));
    }
    return words.toString();
  }
}
