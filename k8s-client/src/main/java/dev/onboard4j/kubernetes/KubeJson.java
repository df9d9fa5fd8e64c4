package dev.onboard4j.kubernetes;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes objects of the API server as JSON trees, which keep unknown fields.
 *
 * <p>The typed models drop unknown fields and managedFields. Pure; thread-safe.
 */
public final class KubeJson {
  private static final Gson GSON =
      new GsonBuilder()
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .disableHtmlEscaping()
          .create();

  private KubeJson() {}

  /** Parses an object; returns an empty one for any other text. */
  public static Map<String, Object> parse(String json) {
    try {
      return map(GSON.fromJson(json, Object.class));
    } catch (JsonParseException notJson) {
      return new LinkedHashMap<>();
    }
  }

  /** The JSON text of a tree. */
  public static String write(Object tree) {
    return GSON.toJson(tree);
  }

  /** A mutable copy with text keys and without nulls; empty when the tree is not an object. */
  public static Map<String, Object> map(@Nullable Object tree) {
    Map<String, Object> copy = new LinkedHashMap<>();
    if (tree instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> {
            if (value != null) {
              copy.put(String.valueOf(key), value);
            }
          });
    }
    return copy;
  }

  /** The list; an empty one when the tree is not a list. */
  public static List<?> list(@Nullable Object tree) {
    return tree instanceof List<?> list ? list : List.of();
  }

  /** The elements of a list as text. */
  public static List<String> texts(@Nullable Object tree) {
    return list(tree).stream().map(String::valueOf).toList();
  }

  /** The value as text; the empty string when there is none. */
  public static String text(@Nullable Object tree) {
    return tree == null ? "" : String.valueOf(tree);
  }

  /** The metadata of an object. */
  public static Map<String, Object> metadata(Map<String, Object> object) {
    return map(object.get("metadata"));
  }

  /** The labels of an object. */
  public static SortedMap<String, String> labels(Map<String, Object> object) {
    return strings(metadata(object).get("labels"));
  }

  /** The annotations of an object. */
  public static SortedMap<String, String> annotations(Map<String, Object> object) {
    return strings(metadata(object).get("annotations"));
  }

  /** The object with its values as text, sorted by key. */
  public static SortedMap<String, String> strings(@Nullable Object tree) {
    TreeMap<String, String> strings = new TreeMap<>();
    map(tree).forEach((key, value) -> strings.put(key, String.valueOf(value)));
    return strings;
  }

  /** The resourceVersion of an object. */
  public static String version(Map<String, Object> object) {
    return text(metadata(object).get("resourceVersion"));
  }
}
