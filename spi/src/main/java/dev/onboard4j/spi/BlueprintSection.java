package dev.onboard4j.spi;

import dev.onboard4j.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads a part of the blueprint and notes every problem with its path, so that all are told at
 * once.
 *
 * <p>Used by one thread at a time.
 */
public final class BlueprintSection {
  private final String path;
  private final Map<?, ?> data;
  private final List<Problem> problems;

  /** The part at that path; what is wrong with it goes into {@code problems}. */
  public BlueprintSection(String path, Map<?, ?> data, List<Problem> problems) {
    this.path = path;
    this.data = data;
    this.problems = problems;
  }

  /** Where in the blueprint this part is. */
  public String path() {
    return path;
  }

  /** A yes or no that may be missing, and is no then. */
  public boolean flag(String key) {
    if (data.get(key) == null || data.get(key) instanceof Boolean) {
      return Boolean.TRUE.equals(data.get(key));
    }
    problems.add(new Problem(path + "." + key, "must be true or false"));
    return false;
  }

  /** A text that has to be there. */
  public String text(String key) {
    if (data.get(key) instanceof String text && !text.isBlank()) {
      return text;
    }
    problems.add(new Problem(path + "." + key, "a text is missing here"));
    return "missing";
  }

  /** A text that may be missing. */
  public String text(String key, String otherwise) {
    return data.containsKey(key) ? text(key) : otherwise;
  }

  /** An object that has to be there. */
  public BlueprintSection part(String key) {
    if (data.get(key) instanceof Map<?, ?> map) {
      return new BlueprintSection(path + "." + key, map, problems);
    }
    problems.add(new Problem(path + "." + key, "an object is missing here"));
    return new BlueprintSection(path + "." + key, Map.of(), problems);
  }

  /** Whether there is anything. */
  public boolean has(String key) {
    return data.containsKey(key);
  }

  /** A list of objects that has to be there. */
  public <T> List<T> parts(String key, Function<BlueprintSection, T> reader) {
    List<T> parts = new ArrayList<>();
    int index = 0;
    for (Object element : elements(key)) {
      String where = path + "." + key + "[" + index++ + "]";
      if (element instanceof Map<?, ?> map) {
        parts.add(reader.apply(new BlueprintSection(where, map, problems)));
      } else {
        problems.add(new Problem(where, "must be an object"));
      }
    }
    return parts;
  }

  /** A list of texts that has to be there. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Object element : elements(key)) {
      if (element instanceof String text) {
        texts.add(text);
      } else {
        problems.add(new Problem(path + "." + key, "'" + element + "' must be text"));
      }
    }
    return texts;
  }

  private List<?> elements(String key) {
    if (data.get(key) instanceof List<?> list) {
      return list;
    }
    problems.add(new Problem(path + "." + key, "a list is missing here"));
    return List.of();
  }

  /** An object of texts; none when it is missing. */
  public Map<String, String> map(String key) {
    Map<String, String> map = new TreeMap<>();
    if (data.get(key) instanceof Map<?, ?> found) {
      found.forEach((name, value) -> map.put(String.valueOf(name), String.valueOf(value)));
    }
    return map;
  }

  /** An object as it is; empty when it is missing. */
  public Map<?, ?> tree(String key) {
    return data.get(key) instanceof Map<?, ?> found ? found : Map.of();
  }
}
