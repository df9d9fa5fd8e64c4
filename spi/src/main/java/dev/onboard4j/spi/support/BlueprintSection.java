package dev.onboard4j.spi.support;

import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object of a blueprint, key by key.
 *
 * <p>Nothing is dropped or converted: a missing key, a value of another type and a key that the
 * reader does not ask for are problems, each with its path. {@link #read} reports all of them at
 * once. A method that finds a problem returns a placeholder, so that the reader continues.
 *
 * <p>Used by one thread at a time.
 *
 * <pre>{@code
 * BlueprintSection.read("blueprint.clouds.mine", data, section ->
 *     new MyBlueprint(section.text("name"), section.parts("roles", role -> role.text("id"))));
 * }</pre>
 */
public final class BlueprintSection {
  private static final String UNKNOWN = "missing";

  private final String path;
  private final Map<?, ?> data;
  private final Set<Problem> problems;
  private final Set<String> read = new TreeSet<>();
  private final Set<String> asked = new TreeSet<>();
  private final Map<List<Object>, BlueprintSection> parts = new LinkedHashMap<>();

  private BlueprintSection(String path, Map<?, ?> data, Set<Problem> problems) {
    this.path = path;
    this.data = data;
    this.problems = problems;
  }

  /**
   * Runs a reader over an object and refuses every key that it does not read.
   *
   * @param path where in the blueprint the object is, for messages
   * @throws OnboardingException of category CALLER with every problem
   */
  public static <T> T read(String path, Map<?, ?> data, Function<BlueprintSection, T> reader) {
    Set<Problem> problems = new LinkedHashSet<>();
    BlueprintSection section = new BlueprintSection(path, data, problems);
    T result = reader.apply(section);
    section.refuseUnread();
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(List.copyOf(problems));
    }
    return result;
  }

  private void refuseUnread() {
    for (Object key : data.keySet()) {
      String name = String.valueOf(key);
      if (!read.contains(name)) {
        problem(name, "there is no such key; " + advice(name));
      }
    }
    parts.values().forEach(BlueprintSection::refuseUnread);
  }

  private String advice(String name) {
    TreeSet<String> all = new TreeSet<>(read);
    all.addAll(asked);
    all.remove(name);
    String known =
        all.isEmpty() ? "none is known here" : "known here are " + String.join(", ", all);
    return Nearest.to(name, all).map(near -> "did you mean '" + near + "'?").orElse(known);
  }

  /** Where in the blueprint this object is. */
  public String path() {
    return path;
  }

  /** The keys of an object whose keys are free to choose. */
  public List<String> keys() {
    return data.keySet().stream().map(String::valueOf).toList();
  }

  /** Whether the key is there; an optional object or list is asked for only then. */
  public boolean has(String key) {
    asked.add(key);
    return data.containsKey(key);
  }

  /** Reports what is wrong with this object as a whole. */
  public void refuse(String message) {
    problems.add(new Problem(path, message));
  }

  private void problem(String key, String message) {
    problems.add(new Problem(path + "." + key, message));
  }

  private @Nullable Object value(String key) {
    read.add(key);
    return data.get(key);
  }

  private void wrong(String key, String wanted, @Nullable Object found) {
    problem(
        key,
        data.containsKey(key)
            ? "must be " + wanted + ", not " + sort(found)
            : "is missing: " + wanted + " belongs here");
  }

  private static String sort(@Nullable Object value) {
    if (value instanceof String text) {
      return text.isBlank() ? "empty" : "text";
    }
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "a list";
    }
    return value instanceof Number ? "a number" : String.valueOf(value);
  }

  /** Reads a required text that is not empty. */
  public String text(String key) {
    if (value(key) instanceof String text && !text.isBlank()) {
      return text;
    }
    wrong(key, "text", data.get(key));
    return UNKNOWN;
  }

  /** Reads an optional text. */
  public String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  /** Reads a required text that is one of a few words. */
  public String choice(String key, List<String> words) {
    String text = text(key);
    if (data.get(key) instanceof String && !words.contains(text)) {
      problem(key, "'" + text + "' is none of " + String.join(", ", words));
    }
    return text;
  }

  /** Declares optional texts that are there for people alone. */
  public void remarks(String... keys) {
    for (String key : keys) {
      text(key, "");
    }
  }

  /** Reads an optional boolean; defaults to false. */
  public boolean flag(String key) {
    Object value = value(key);
    if (data.containsKey(key) && !(value instanceof Boolean)) {
      wrong(key, "true or false", value);
    }
    return Boolean.TRUE.equals(value);
  }

  /** Reads a permission that stands under the key, with its {@code reason} and provenance. */
  public JustifiedPermission permission(String key) {
    return justified(text(key));
  }

  /** Reads the {@code reason} and {@code provenance} of a permission that another object names. */
  public JustifiedPermission justified(String permission) {
    return new JustifiedPermission(permission, text("reason"), text("provenance"));
  }

  /** Reads a required object. */
  public BlueprintSection part(String key) {
    Object value = value(key);
    if (!(value instanceof Map)) {
      wrong(key, "an object", value);
    }
    return part(key, -1, value instanceof Map<?, ?> map ? map : Map.of());
  }

  private BlueprintSection part(String key, int index, Map<?, ?> map) {
    return parts.computeIfAbsent(
        List.of(key, index),
        place -> new BlueprintSection(path + "." + place(key, index), map, problems));
  }

  private static String place(String key, int index) {
    return index < 0 ? key : key + "[" + index + "]";
  }

  /** Reads an optional object. */
  public <T> Optional<T> optional(String key, Function<BlueprintSection, T> reader) {
    return has(key) ? Optional.of(reader.apply(part(key))) : Optional.empty();
  }

  /** Reads a required list of objects. */
  public <T> List<T> parts(String key, Function<BlueprintSection, T> reader) {
    List<T> all = new ArrayList<>();
    int index = 0;
    for (Object element : elements(key)) {
      if (element instanceof Map<?, ?> map) {
        all.add(reader.apply(part(key, index, map)));
      } else {
        problem(place(key, index), "must be an object, not " + sort(element));
      }
      index++;
    }
    return all;
  }

  /** Reads a required list of texts. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    int index = 0;
    for (Object element : elements(key)) {
      if (element instanceof String text) {
        texts.add(text);
      } else {
        problem(place(key, index), "must be text, not " + sort(element));
      }
      index++;
    }
    return texts;
  }

  private List<?> elements(String key) {
    if (value(key) instanceof List<?> list) {
      return list;
    }
    wrong(key, "a list", data.get(key));
    return List.of();
  }

  /** Reads an optional list of texts; empty when it is missing. */
  public List<String> optionalTexts(String key) {
    return has(key) ? texts(key) : List.of();
  }

  /** Reads an optional object of texts, whose keys are free to choose. */
  public SortedMap<String, String> map(String key) {
    SortedMap<String, String> map = new TreeMap<>();
    optional(key, part -> part)
        .ifPresent(part -> part.keys().forEach(name -> map.put(name, part.text(name))));
    return map;
  }

  /** Returns a required object as a whole, for another reader. */
  public Map<String, Object> tree(String key) {
    if (value(key) instanceof Map<?, ?> found) {
      Map<String, Object> tree = new LinkedHashMap<>();
      found.forEach((name, value) -> tree.put(String.valueOf(name), value));
      return Collections.unmodifiableMap(tree);
    }
    wrong(key, "an object", data.get(key));
    return Map.of();
  }
}
