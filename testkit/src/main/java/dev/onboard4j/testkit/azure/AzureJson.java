package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** JSON trees. */
final class AzureJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AzureJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array(Collection<? extends JsonNode> nodes) {
    return JsonNodeFactory.instance.arrayNode().addAll(nodes);
  }

  static ArrayNode texts(Collection<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  static List<ObjectNode> objects(JsonNode array) {
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode one : array) {
      if (one instanceof ObjectNode object) {
        objects.add(object);
      }
    }
    return objects;
  }

  /** The object member of that name, made if it is not there. */
  static ObjectNode member(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode object ? object : parent.putObject(name);
  }

  /** The text of a member; the empty string for none and for null. */
  static String text(JsonNode node, String member) {
    return node.path(member).isTextual() ? node.path(member).asText() : "";
  }

  static ObjectNode parse(String text) throws JsonProcessingException {
    if (text.isBlank()) {
      return object();
    }
    if (JSON.readTree(text) instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException("no JSON object");
  }

  static String compact(JsonNode node) {
    return node.toString();
  }

  static String indented(JsonNode node) {
    return node.toPrettyString();
  }

  static Map<?, ?> tree(JsonNode node) {
    return JSON.convertValue(node, Map.class);
  }
}
