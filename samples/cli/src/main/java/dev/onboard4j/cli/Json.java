package dev.onboard4j.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON and YAML from and to trees of JDK types. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  static String pretty(Object tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON tree", e);
    }
  }

  static String compact(Object tree) {
    try {
      return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON tree", e);
    }
  }

  /** The first object of a file; what follows it is ignored. */
  @SuppressWarnings("unchecked") // Jackson makes string keys
  static Map<String, Object> first(Path file) throws IOException {
    return MAPPER.readValue(Files.readString(file), LinkedHashMap.class);
  }

  /** The object of a YAML file; JSON is YAML, too. */
  @SuppressWarnings("unchecked") // the parser makes string keys
  static Map<String, Object> yaml(Path file) throws IOException {
    Map<String, Object> tree =
        new YAMLMapper().readValue(Files.readString(file), LinkedHashMap.class);
    return tree == null ? new LinkedHashMap<>() : tree;
  }
}
