package dev.onboard4j.plan;

import dev.onboard4j.json.JsonReader;
import dev.onboard4j.model.ResourceId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The JSON form of what a plan tells first. */
final class NoticeJson {
  private NoticeJson() {}

  static Map<String, String> write(Incomplete incomplete) {
    Map<String, String> tree = new LinkedHashMap<>();
    tree.put("id", incomplete.id().toString());
    tree.put("why", incomplete.why().word());
    tree.put("text", incomplete.text());
    return tree;
  }

  static Map<String, String> write(BroaderAccess broader) {
    Map<String, String> tree = new LinkedHashMap<>();
    tree.put("id", broader.id().toString());
    tree.put("text", broader.text());
    return tree;
  }

  static Incomplete readIncomplete(Map<String, Object> tree) {
    return new Incomplete(
        id(tree),
        Incomplete.Why.valueOf(JsonReader.text(tree, "why").toUpperCase(Locale.ROOT)),
        JsonReader.text(tree, "text"));
  }

  static BroaderAccess readBroader(Map<String, Object> tree) {
    return new BroaderAccess(id(tree), JsonReader.text(tree, "text"));
  }

  private static ResourceId id(Map<String, Object> tree) {
    return ResourceId.parse(JsonReader.text(tree, "id"));
  }
}
