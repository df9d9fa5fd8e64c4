package dev.onboard4j.eks;

import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Edits a list in flow style: JSON, or YAML with brackets. */
final class FlowEdits implements MapRoles.Edits {
  private final String text;
  private final SequenceNode list;

  FlowEdits(String text, SequenceNode list) {
    this.text = text;
    this.list = list;
  }

  @Override
  public Stream<String> adding(MapRole role) {
    List<Node> items = list.getValue();
    String entry = MapRoleText.flow(role);
    if (items.isEmpty()) {
      int inside = end(list) - 1;
      return Stream.of(text.substring(0, inside) + entry + text.substring(inside));
    }
    int after = end(items.get(items.size() - 1));
    return Stream.of(separator(items), ", ")
        .map(between -> text.substring(0, after) + between + entry + text.substring(after));
  }

  /** The text between the last two entries, which keeps the indentation of the list. */
  private String separator(List<Node> items) {
    if (items.size() < 2) {
      return ", ";
    }
    int last = items.size() - 1;
    String between = text.substring(end(items.get(last - 1)), start(items.get(last)));
    return between.isBlank() || between.contains("#") ? ", " : between;
  }

  @Override
  public Stream<String> removing(int index) {
    List<Node> items = list.getValue();
    int start = start(items.get(index));
    int end = end(items.get(index));
    if (items.size() == 1) {
      return Stream.of(
          cut(start, end), text.substring(0, start(list)) + "[]" + text.substring(end(list)));
    }
    return index + 1 < items.size()
        ? Stream.of(cut(start, start(items.get(index + 1))))
        : Stream.of(cut(end(items.get(index - 1)), end));
  }

  private String cut(int from, int to) {
    return text.substring(0, from) + text.substring(to);
  }

  private int start(Node node) {
    return Offsets.of(text, node.getStartMark());
  }

  private int end(Node node) {
    return Offsets.of(text, node.getEndMark());
  }
}
