package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.OnboardingPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares two states of an AWS account, field by field, with the plan between them: each
 * difference belongs to a change, and what was deleted was announced as deleted.
 */
final class Announced {
  /** Fields that no plan manages: they come and go with their object. */
  private static final Set<String> OF_THE_OBJECT = Set.of("arn", "session", "type");

  private final OnboardingPlan plan;
  private final List<String> unannounced = new ArrayList<>();

  private Announced(OnboardingPlan plan) {
    this.plan = plan;
  }

  /** Fails with the path of each difference that the plan did not announce. */
  static void check(OnboardingPlan plan, Object before, Object after) {
    Announced law = new Announced(plan);
    law.compare(List.of(), before, after);
    assertThat(law.unannounced).as("changed without a word of the plan").isEmpty();
  }

  private void compare(List<String> path, Object before, Object after) {
    if (before instanceof Map || after instanceof Map) {
      Set<Object> keys = new TreeSet<>(map(before).keySet());
      keys.addAll(map(after).keySet());
      keys.forEach(key -> compare(with(path, key), map(before).get(key), map(after).get(key)));
    } else if (before instanceof Collection || after instanceof Collection) {
      items(before).stream()
          .filter(item -> !items(after).contains(item))
          .forEach(item -> told(path, item, false));
      items(after).stream()
          .filter(item -> !items(before).contains(item))
          .forEach(item -> told(path, item, true));
    } else if (!same(before, after)) {
      told(path, Objects.requireNonNullElse(after, before), after != null);
    }
  }

  /** An object without a description or boundary has an empty one. */
  private static boolean same(Object before, Object after) {
    return Objects.equals(
        Objects.requireNonNullElse(before, ""), Objects.requireNonNullElse(after, ""));
  }

  private static Map<?, ?> map(Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static Collection<?> items(Object value) {
    return value instanceof Collection<?> items ? items : List.of();
  }

  private static List<String> with(List<String> path, Object key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(String.valueOf(key));
    return longer;
  }

  private void told(List<String> path, Object value, boolean added) {
    if (!announced(path, String.valueOf(value), added)) {
      unannounced.add((added ? "+ " : "- ") + String.join("/", path) + ": " + value);
    }
  }

  private boolean announced(List<String> path, String value, boolean added) {
    String object = path.get(1);
    Optional<Change> change = write(id(object));
    if (change.isEmpty()) {
      return path.get(2).equals("attached") && !added && takenFromOthers(object, value);
    }
    return field(change.get(), path.subList(2, path.size()), value, added);
  }

  /** The id in the plan of an object in the tree. */
  private static String id(String object) {
    String sort = object.substring(0, object.indexOf(' '));
    String name = object.substring(object.indexOf(' ') + 1);
    return switch (sort) {
      case "role", "policy" -> "iam-" + sort + "/" + name;
      case "access-entry" -> sort + "/" + name.substring(name.lastIndexOf('/') + 1);
      // region, VPC, name
      case "security-group" -> sort + "/" + name.split("/", 3)[2];
      default -> sort + "/" + name;
    };
  }

  private Optional<Change> write(String id) {
    return plan.changes().stream()
        .filter(change -> change.id().toString().equals(id) && change.action().writes())
        .findFirst();
  }

  private static boolean field(Change change, List<String> path, String value, boolean added) {
    boolean whole = change.action() != Action.UPDATE;
    String field = path.get(0);
    boolean deleted = change.action() == Action.DELETE && !added;
    return switch (field) {
      case "attached" -> attached(change, value, added);
      case "tags" -> deleted || written(change, "tags." + path.get(1), value, added);
      case "documents" -> documents(change, path, value, added);
      case "ingress", "egress" -> deleted || differs(change, field);
      case "boundary" -> deleted || written(change, "permissions-boundary", value, added);
      case "trust" -> deleted || written(change, "trust", value, added);
      // Policies and groups have a description that no plan compares.
      case "description" ->
          deleted
              || (whole && change.after().field(field) == null)
              || written(change, field, value, added);
      default -> whole && OF_THE_OBJECT.contains(field);
    };
  }

  private static boolean documents(Change change, List<String> path, String value, boolean added) {
    String field = path.size() == 1 ? "document" : "inline." + path.get(1);
    return written(change, field, value, added)
        || (!added && change.action() == Action.DELETE && change.before().field(field) != null);
  }

  /** Whether the plan shows a difference in the field, and this value after it. */
  private static boolean written(Change change, String field, String value, boolean added) {
    return differs(change, field)
        && (!added || Objects.equals(change.after().json(field), canonical(value)));
  }

  private static boolean differs(Change change, String field) {
    return change.diff().stream().anyMatch(one -> one.path().equals(field));
  }

  private static Object canonical(String value) {
    return value.startsWith("{") ? PolicyDocument.canonical(Json.read(value)) : value;
  }

  /** The policies of a role, or the role of an instance profile. */
  private static boolean attached(Change change, String value, boolean added) {
    if (change.id().type().equals("instance-profile")) {
      return written(change, "role", value, added);
    }
    if (added) {
      return change.after().items("attachments").contains(value);
    }
    boolean ours =
        change.before().items("attachments").contains(value)
            && !change.after().items("attachments").contains(value);
    return ours
        || (change.action() == Action.DELETE && change.extras().contains("attachments: " + value));
  }

  /** A deletion that takes a policy from a role, or a role from a profile, of another tool. */
  private boolean takenFromOthers(String object, String value) {
    String name = object.substring(object.indexOf(' ') + 1);
    return plan.changes().stream()
        .filter(change -> change.action() == Action.DELETE)
        .filter(change -> value.endsWith(change.id().name()))
        .anyMatch(change -> change.gate().toString().contains(name));
  }
}
