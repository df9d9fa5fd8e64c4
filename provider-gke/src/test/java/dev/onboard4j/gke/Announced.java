package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.State;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares two states of the embedded Google, field by field, with the plan between them: each
 * difference belongs to a change, and what was deleted was announced as deleted.
 */
final class Announced {
  private static final Pattern ITEM =
      Pattern.compile("(?s)(\\S+) (\\S+)(?: if (.*) \\((.*?)(?:: .*)?\\))?");

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
    } else if (before instanceof Set || after instanceof Set) {
      items(before).stream()
          .filter(item -> !items(after).contains(item))
          .forEach(item -> told(path, item, false));
      items(after).stream()
          .filter(item -> !items(before).contains(item))
          .forEach(item -> told(path, item, true));
    } else if (!Objects.equals(before, after)) {
      told(path, String.valueOf(after), after != null);
    }
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
    String what = value instanceof String text ? text : String.valueOf(value);
    if (!announced(path, what, added)) {
      unannounced.add((added ? "+ " : "- ") + String.join("/", path) + ": " + what);
    }
  }

  private boolean announced(List<String> path, String value, boolean added) {
    String project = path.get(0);
    return switch (path.get(1)) {
      case "enabled" -> added && contains("enabled-services/" + project, "enabled", value);
      case "policy" -> binding("project-iam-policy/" + project, value, added);
      case "roles" -> field("custom-role/" + path.get(2), roleField(path.get(3)));
      default -> account(path, value, added);
    };
  }

  private static String roleField(String field) {
    return switch (field) {
      case "description" -> "description|mark\\..*";
      case "stage" -> "stage|launched";
      default -> field;
    };
  }

  private boolean account(List<String> path, String value, boolean added) {
    String email = path.get(2);
    return switch (path.get(3)) {
      case "policy" -> binding("service-account-iam-policy/" + email, value, added);
      case "keys" -> path.size() == 6 && key("service-account-key/" + email, path.get(4), added);
      case "displayName" -> field("service-account/" + email, "display-name");
      case "disabled" -> field("service-account/" + email, "disabled");
      default ->
          field("service-account/" + email, "mark\\..*")
              || field("service-account-key/" + email, "delivered|recorded");
    };
  }

  private Optional<Change> write(String id) {
    return plan.changes().stream()
        .filter(change -> change.id().toString().equals(id) && change.action().writes())
        .findFirst();
  }

  /** Whether the plan writes the object and shows a difference in such a field. */
  private boolean field(String id, String pattern) {
    return write(id)
        .filter(change -> change.diff().stream().anyMatch(one -> one.path().matches(pattern)))
        .isPresent();
  }

  private boolean contains(String id, String field, String item) {
    return write(id).filter(change -> change.after().items(field).contains(item)).isPresent();
  }

  private boolean key(String id, String key, boolean added) {
    return write(id)
        .filter(
            change ->
                added
                    ? change.diff().stream().anyMatch(one -> one.path().equals("delivered"))
                    : listed(change.before(), "obsolete-keys").contains(key))
        .isPresent();
  }

  private boolean binding(String id, String item, boolean added) {
    Matcher parts = ITEM.matcher(item);
    assertThat(parts.matches()).as(item).isTrue();
    String condition =
        parts.group(3) == null ? "" : " if " + parts.group(4) + ": " + parts.group(3);
    String text = parts.group(1) + " " + parts.group(2) + condition;
    return write(id)
        .filter(change -> added ? adds(change, text) : removes(change, text))
        .isPresent();
  }

  private static boolean adds(Change change, String text) {
    return change.after().items("bindings").contains(text);
  }

  private static boolean removes(Change change, String text) {
    boolean deleted = change.action() == Action.DELETE;
    return listed(change.before(), "former-bindings").contains(text)
        || listed(change.before(), "deleted-members").stream()
            .anyMatch(member -> text.contains(member.replaceAll("uid=\\d+", "uid=N")))
        || (deleted && change.before().items("bindings").contains(text))
        || (deleted && change.extras().contains("bindings: " + text));
  }

  private static List<String> listed(State state, String field) {
    return state.json(field) instanceof List<?> items
        ? items.stream().map(String::valueOf).toList()
        : List.of();
  }
}
