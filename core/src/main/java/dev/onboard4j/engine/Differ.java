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

/** The one place where states are compared. Pure. */
final class Differ {
  static final String KNOWN_LATER = "(known after apply)";
  static final String HIDDEN = "(hidden)";

  private Differ() {}

  /** The observed fields that are managed, with only those members that are ours. */
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

  /** What others added, and what they changed as they may. */
  static List<String> extras(Observed observed, Resource resource) {
    TreeSet<String> extras = new TreeSet<>(added(observed, resource));
    tolerated(observed.state(), resource).forEach(extras::add);
    return List.copyOf(extras);
  }

  /** What others added: the handler's finds, and the members that are not ours. */
  static List<String> added(Observed observed, Resource resource) {
    TreeSet<String> extras = new TreeSet<>();
    observed.extras().forEach(extra -> extras.add(extra.toString()));
    observed
        .state()
        .fields()
        .forEach(
            (name, value) -> {
              if (value instanceof Members members) {
                TreeSet<String> theirs = new TreeSet<>(members.items());
                theirs.removeAll(owned(name, resource.desired(), resource.retired()));
                theirs.forEach(item -> extras.add(new Extra(name, item).toString()));
              }
            });
    return List.copyOf(extras);
  }

  /** What others changed, as they may. */
  static List<String> tolerated(State now, Resource resource) {
    return resource.ignoredChanges().stream()
        .filter(name -> now.field(name) != null)
        .filter(name -> !same(now.field(name), resource.desired().field(name)))
        .map(
            name ->
                "tolerated: "
                    + name
                    + " is "
                    + Json.line(shown(now.field(name)))
                    + ", was made as "
                    + Json.line(shown(resource.desired().field(name))))
        .toList();
  }

  /** What an object in that state becomes when a change is written: what others added stays. */
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

  /** No members and no field at all are one and the same. */
  private static boolean nothing(@Nullable Value value) {
    return value == null || (value instanceof Members members && members.items().isEmpty());
  }

  /** How a value prints and how it stands in a plan's diff. */
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
   * <p>Member by member: a run that died half-way leaves some members written and others not.
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
      // Only the run itself learns this value; the step's own read compares it then.
      return seen == null;
    }
    if (wanted instanceof Hidden || seen instanceof Hidden) {
      // A saved plan holds no secret to compare with.
      return true;
    }
    if (!(found instanceof Members now) || !members(seen) || !members(wanted)) {
      return false;
    }
    Set<String> before = items(seen);
    Set<String> after = items(wanted);
    Set<String> moved = new TreeSet<>(now.items());
    moved.removeIf(item -> before.contains(item) || after.contains(item));
    Set<String> staying = new TreeSet<>(before);
    staying.retainAll(after);
    return moved.isEmpty() && now.items().containsAll(staying);
  }

  private static boolean members(@Nullable Value value) {
    return value == null || value instanceof Members;
  }

  private static Set<String> items(@Nullable Value value) {
    return value instanceof Members members ? members.items() : Set.of();
  }

  /** The state with every Unknown filled in that somebody can tell. */
  static State resolved(State desired, Outputs outputs) {
    SortedMap<String, Value> fields = new TreeMap<>();
    desired
        .fields()
        .forEach(
            (name, value) -> {
              if (value instanceof Unknown unknown) {
                String told = outputs.tell(unknown);
                fields.put(name, told == null ? unknown : new Known(told, unknown.fixed()));
              } else {
                fields.put(name, value);
              }
            });
    return new State(fields);
  }

  /** Tells the value of an Unknown, or null as long as nobody knows it. */
  @FunctionalInterface
  interface Outputs {
    @Nullable String tell(Unknown unknown);
  }

  /** A sentence of the fields that differ. */
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
