package dev.onboard4j.json;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.State;
import dev.onboard4j.model.State.Hidden;
import dev.onboard4j.model.State.Known;
import dev.onboard4j.model.State.Members;
import dev.onboard4j.model.State.Unknown;
import dev.onboard4j.model.State.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The JSON form of a state. */
public final class StateJson {
  private StateJson() {}

  public static Map<String, Object> write(State state) {
    Map<String, Object> tree = new TreeMap<>();
    state.fields().forEach((name, value) -> tree.put(name, write(value)));
    return tree;
  }

  private static Map<String, @Nullable Object> write(Value value) {
    Map<String, @Nullable Object> tree = new TreeMap<>();
    if (value instanceof Known known) {
      tree.put(known.fixed() ? "fixed" : "known", known.json());
    } else if (value instanceof Members members) {
      tree.put("members", List.copyOf(members.items()));
    } else if (value instanceof Unknown unknown) {
      tree.put(unknown.fixed() ? "fixed-from" : "from", unknown.from().toString());
      tree.put("output", unknown.output());
    } else if (value instanceof Hidden) {
      tree.put("hidden", true);
    }
    return tree;
  }

  public static State read(Map<String, Object> tree) {
    TreeMap<String, Value> fields = new TreeMap<>();
    tree.forEach((name, value) -> fields.put(name, readValue(JsonReader.object(value))));
    return new State(fields);
  }

  private static Value readValue(Map<String, Object> tree) {
    if (tree.containsKey("known") || tree.containsKey("fixed")) {
      boolean fixed = tree.containsKey("fixed");
      return new Known(tree.get(fixed ? "fixed" : "known"), fixed);
    }
    if (tree.containsKey("members")) {
      return new Members(new TreeSet<>(JsonReader.texts(tree, "members")));
    }
    if (tree.containsKey("hidden")) {
      return new Hidden(Secret.of(""));
    }
    boolean fixed = tree.containsKey("fixed-from");
    ResourceId from = ResourceId.parse(JsonReader.text(tree, fixed ? "fixed-from" : "from"));
    return new Unknown(from, JsonReader.text(tree, "output"), fixed);
  }
}
