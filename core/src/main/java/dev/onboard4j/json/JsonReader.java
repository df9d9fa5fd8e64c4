package dev.onboard4j.json;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads typed values of a JSON tree; throws {@link IllegalArgumentException} with the key. */
public final class JsonReader {
  private JsonReader() {}

  @SuppressWarnings("unchecked") // a JSON object has string keys
  public static Map<String, Object> object(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException("an object is expected, not " + value);
  }

  public static Map<String, Object> object(Map<String, Object> tree, String key) {
    return object(required(tree, key));
  }

  public static String text(Map<String, Object> tree, String key) {
    if (required(tree, key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("'" + key + "' must be text");
  }

  public static List<String> texts(Map<String, Object> tree, String key) {
    return list(tree, key).stream().map(String::valueOf).toList();
  }

  @SuppressWarnings("unchecked") // each element is checked by its reader
  public static List<Object> list(Map<String, Object> tree, String key) {
    if (required(tree, key) instanceof List<?> list) {
      return (List<Object>) list;
    }
    throw new IllegalArgumentException("'" + key + "' must be a list");
  }

  public static <T> List<T> objects(
      Map<String, Object> tree, String key, Function<Map<String, Object>, T> reader) {
    return list(tree, key).stream().map(one -> reader.apply(object(one))).toList();
  }

  private static Object required(Map<String, Object> tree, String key) {
    Object value = tree.get(key);
    if (value == null) {
      throw new IllegalArgumentException("'" + key + "' is missing");
    }
    return value;
  }
}
