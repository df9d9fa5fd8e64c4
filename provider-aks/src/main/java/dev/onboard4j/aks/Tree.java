package dev.onboard4j.aks;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a reply, read by path; what is missing is empty. Immutable.
 *
 * @param members the members by name
 */
record Tree(Map<String, Object> members) {
  static final Tree EMPTY = new Tree(Map.of());
  private static final int BYTE_ORDER_MARK = 0xEF;
  private static final int MARK_LENGTH = 3;

  /**
   * Parses an object; no bytes are the empty object.
   *
   * @throws IOException if the bytes are no JSON object
   */
  static Tree parse(byte[] bytes) throws IOException {
    // Some of Azure's services put a byte order mark in front.
    boolean marked = bytes.length >= MARK_LENGTH && (bytes[0] & 0xFF) == BYTE_ORDER_MARK;
    byte[] text = marked ? java.util.Arrays.copyOfRange(bytes, MARK_LENGTH, bytes.length) : bytes;
    if (text.length == 0) {
      return EMPTY;
    }
    try (JsonReader reader = JsonProviders.createReader(text)) {
      if (reader.readUntyped() instanceof Map<?, ?> map) {
        return of(map);
      }
    }
    throw new IOException("the reply is no JSON object");
  }

  /** The JSON of an object to send. */
  static byte[] bytes(Map<String, Object> object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonWriter writer = JsonProviders.createWriter(out)) {
      writer.writeUntyped(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @SuppressWarnings("unchecked") // JSON has texts as keys.
  private static Tree of(Map<?, ?> map) {
    return new Tree((Map<String, Object>) map);
  }

  private @Nullable Object value(String... path) {
    Object at = members;
    for (String key : path) {
      at = at instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return at;
  }

  /** The text at the path; the empty string if there is none. */
  String text(String... path) {
    return value(path) instanceof String text ? text : "";
  }

  /** The text at the path, unless it is missing or empty. */
  Optional<String> optional(String... path) {
    return Optional.of(text(path)).filter(text -> !text.isEmpty());
  }

  boolean flag(String... path) {
    return Boolean.TRUE.equals(value(path));
  }

  boolean has(String... path) {
    return value(path) != null;
  }

  Tree object(String... path) {
    return value(path) instanceof Map<?, ?> map ? of(map) : EMPTY;
  }

  /** The objects of the list at the path. */
  List<Tree> objects(String... path) {
    return value(path) instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(item -> of((Map<?, ?>) item)).toList()
        : List.of();
  }

  /** The texts of the list at the path. */
  List<String> texts(String... path) {
    return value(path) instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /** The texts of the object at the path, by key. */
  Map<String, String> map(String... path) {
    Map<String, String> map = new java.util.TreeMap<>();
    object(path).members().forEach((key, value) -> map.put(key, String.valueOf(value)));
    return map;
  }
}
