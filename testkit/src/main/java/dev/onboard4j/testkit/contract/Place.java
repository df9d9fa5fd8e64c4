package dev.onboard4j.testkit.contract;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.FieldDiff;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a part of a world's state belongs in a plan. Immutable.
 *
 * @param resource the resource whose object it is a part of
 * @param fields a regular expression of the names of the fields that tell it; empty for the whole
 *     object
 * @param item of a field that is a set: whether an item is meant; null for the whole field
 * @param value what the world holds afterwards, as the plan tells it; null if the plan tells it in
 *     another form
 * @param user the object of another tool that the part belongs to, as the plan names it; null for a
 *     part of the object of the resource
 */
public record Place(
    ResourceId resource,
    String fields,
    @Nullable Predicate<String> item,
    @Nullable Object value,
    @Nullable String user) {
  /** A part of the object that no single field tells, such as an assigned id. */
  public static Place of(ResourceId resource) {
    return new Place(resource, "", null, null, null);
  }

  /** A part of the object that these fields tell; a regular expression. */
  public Place in(String names) {
    return new Place(resource, names, item, value, user);
  }

  /** An item of that field. */
  public Place item(Predicate<String> which) {
    return new Place(resource, fields, which, value, user);
  }

  /** One of the fields has to be planned with this value, unless the part vanishes. */
  public Place holding(Object planned) {
    return new Place(resource, fields, item, planned, user);
  }

  /**
   * The reference of another tool's object to this one: the deletion of this one takes it away if
   * its condition names that object.
   */
  public Place usedBy(String object) {
    return new Place(resource, fields, item, value, object);
  }

  /** Whether the change announces the difference at this place. */
  boolean announces(Change change, StateDifference difference) {
    if (!change.id().equals(resource) || !change.action().writes()) {
      return false;
    }
    if (user != null) {
      return change.action() == Action.DELETE
          && difference.vanishes()
          && change.gate().toString().contains(user);
    }
    return item == null
        ? wholly(change, difference) && planned(change, difference)
        : byItem(change, difference, item);
  }

  private boolean planned(Change change, StateDifference difference) {
    return value == null
        || difference.vanishes()
        || empty(difference)
        || names(change.after()).anyMatch(name -> is(change.after(), name));
  }

  /** A value that is known after the apply only is not compared. */
  private boolean is(State state, String name) {
    return state.field(name) instanceof State.Unknown || Objects.equals(value, state.json(name));
  }

  private boolean wholly(Change change, StateDifference difference) {
    return switch (change.action()) {
      case CREATE -> !difference.vanishes() && (empty(difference) || has(change.after()));
      case DELETE -> !difference.appears();
      case REPLACE -> true;
      default -> fields.isEmpty() ? !difference.vanishes() : differs(change, difference);
    };
  }

  /** Whether an object appears with a field that has no value. */
  private static boolean empty(StateDifference difference) {
    return difference.appears() && List.of("", "false").contains(difference.text());
  }

  private boolean has(State state) {
    return fields.isEmpty() || names(state).findAny().isPresent();
  }

  private Stream<String> names(State state) {
    return state.fields().keySet().stream().filter(name -> name.matches(fields));
  }

  private boolean differs(Change change, StateDifference difference) {
    return change.diff().stream()
        .filter(one -> one.path().matches(fields))
        .anyMatch(one -> !difference.vanishes() || takesAway(one));
  }

  private static boolean takesAway(FieldDiff one) {
    return one.after() == null || one.before() instanceof Collection;
  }

  private boolean byItem(Change change, StateDifference difference, Predicate<String> which) {
    if (difference.vanishes()) {
      return (listed(change.before()).anyMatch(which) && listed(change.after()).noneMatch(which))
          || (change.action() == Action.DELETE && others(change).anyMatch(which));
    }
    return listed(change.after()).anyMatch(which)
        || names(change.after())
            .anyMatch(name -> change.after().field(name) instanceof State.Unknown);
  }

  private Stream<String> listed(State state) {
    return names(state)
        .flatMap(
            name ->
                state.json(name) instanceof Collection<?> items
                    ? items.stream().map(String::valueOf)
                    : state.items(name).stream());
  }

  /** The items of other tools, as the plan tells them: {@code field: item}. */
  private Stream<String> others(Change change) {
    return change.extras().stream()
        .map(extra -> extra.split(": ", 2))
        .filter(parts -> parts.length == 2 && parts[0].matches(fields))
        .map(parts -> parts[1]);
  }
}
