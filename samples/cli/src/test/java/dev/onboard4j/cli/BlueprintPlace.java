package dev.onboard4j.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One value in a blueprint.
 *
 * @param parent the object or list it is in
 * @param key its key; empty in a list
 * @param index its index; -1 in an object
 * @param path how problems name it
 */
record BlueprintPlace(JsonNode parent, String key, int index, String path) {
  /** Objects whose keys the author chooses. */
  private static final Pattern OPEN =
      Pattern.compile(
          "blueprint\\.(clouds|contributors)|.*\\.tags|.*\\.conditions(\\..*)?|.*\\.role\\.optional");

  /** Every place that the readers read when this provider runs. */
  static List<BlueprintPlace> all(JsonNode blueprint, String provider) {
    List<BlueprintPlace> all = new ArrayList<>();
    collect(blueprint, "blueprint", all);
    String clouds = "blueprint.clouds.";
    all.removeIf(
        place -> place.path().startsWith(clouds) && !place.path().startsWith(clouds + provider));
    return all;
  }

  private static void collect(JsonNode node, String path, List<BlueprintPlace> all) {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              BlueprintPlace place = new BlueprintPlace(node, key, -1, path + "." + key);
              all.add(place);
              collect(node.get(key), place.path(), all);
            });
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      BlueprintPlace place = new BlueprintPlace(node, "", i, path + "[" + i + "]");
      all.add(place);
      collect(node.get(i), place.path(), all);
    }
  }

  /** Whether it is in an object that has no keys but the format's. */
  boolean closed() {
    return index < 0 && !OPEN.matcher(parentPath()).matches();
  }

  String parentPath() {
    return path.substring(0, path.length() - key.length() - 1);
  }

  void set(JsonNode value) {
    if (parent instanceof ObjectNode object) {
      object.set(key, value);
    } else {
      ((ArrayNode) parent).set(index, value);
    }
  }

  void remove() {
    if (parent instanceof ObjectNode object) {
      object.remove(key);
    } else {
      ((ArrayNode) parent).remove(index);
    }
  }

  /** Gives the value another key, and answers its new path. */
  String rename(String name) {
    ObjectNode object = (ObjectNode) parent;
    object.set(name, object.remove(key));
    return parentPath() + "." + name;
  }

  /** Adds a text under another key, and answers its path. */
  String add(String name) {
    ((ObjectNode) parent).put(name, "text");
    return parentPath() + "." + name;
  }
}
