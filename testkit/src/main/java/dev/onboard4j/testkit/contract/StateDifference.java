package dev.onboard4j.testkit.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One difference between two states of a {@link ContractWorld}: a value, or an item of a
 * collection. Immutable.
 *
 * @param path the keys that lead to it
 * @param before the value or the item; null if it appears
 * @param after the value or the item; null if it vanishes
 */
public record StateDifference(List<String> path, @Nullable Object before, @Nullable Object after) {
  /** Keeps an unmodifiable copy of the path. */
  public StateDifference {
    path = List.copyOf(path);
  }

  /** The differences between two trees of maps, collections and values, in the order of paths. */
  static List<StateDifference> between(Object before, Object after) {
    List<StateDifference> all = new ArrayList<>();
    compare(List.of(), before, after, all);
    return all;
  }

  private static void compare(
      List<String> path,
      @Nullable Object before,
      @Nullable Object after,
      List<StateDifference> all) {
    if (before instanceof Map || after instanceof Map) {
      Set<String> keys = new TreeSet<>();
      map(before).keySet().forEach(key -> keys.add(String.valueOf(key)));
      map(after).keySet().forEach(key -> keys.add(String.valueOf(key)));
      keys.forEach(
          key -> compare(longer(path, key), map(before).get(key), map(after).get(key), all));
    } else if (before instanceof Collection || after instanceof Collection) {
      items(path, items(before), items(after), all);
    } else if (!Objects.equals(before, after)) {
      all.add(new StateDifference(path, before, after));
    }
  }

  private static void items(
      List<String> path, Collection<?> before, Collection<?> after, List<StateDifference> all) {
    before.stream()
        .filter(item -> !after.contains(item))
        .forEach(item -> all.add(new StateDifference(path, item, null)));
    after.stream()
        .filter(item -> !before.contains(item))
        .forEach(item -> all.add(new StateDifference(path, null, item)));
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static Collection<?> items(@Nullable Object value) {
    return value instanceof Collection<?> items ? items : List.of();
  }

  private static List<String> longer(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }

  /** Whether there was nothing before. */
  public boolean appears() {
    return before == null;
  }

  /** Whether there is nothing afterwards. */
  public boolean vanishes() {
    return after == null;
  }

  /** The value afterwards, or the one before if it vanishes, as text. */
  public String text() {
    return String.valueOf(after == null ? before : after);
  }

  @Override
  public String toString() {
    String sign = appears() ? "+ " : vanishes() ? "- " : "~ ";
    return sign + String.join("/", path) + ": " + text();
  }
}
