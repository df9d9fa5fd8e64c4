package dev.onboard4j.eks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Edits a list in block style, or adds a missing list. */
final class BlockEdits implements MapRoles.Edits {
  private final String text;
  private final @Nullable SequenceNode list;
  private final String line;

  BlockEdits(String text, @Nullable SequenceNode list) {
    this.text = text;
    this.list = list;
    line = text.contains("\r\n") ? "\r\n" : "\n";
  }

  @Override
  public Stream<String> adding(MapRole role) {
    if (list == null) {
      String entry = MapRoleText.block(role, "", line);
      // A single null or empty text is removed; comments may stay.
      return Stream.of(ended(text) + entry, entry);
    }
    String entry = MapRoleText.block(role, " ".repeat(list.getStartMark().getColumn()), line);
    int first = lineStart(Offsets.of(text, list.getStartMark()));
    return Stream.of(ended(text) + entry, text.substring(0, first) + entry + text.substring(first));
  }

  private String ended(String any) {
    return any.isEmpty() || any.endsWith("\n") ? any : any + line;
  }

  @Override
  public Stream<String> removing(int index) {
    if (list == null) {
      return Stream.empty();
    }
    List<Node> items = list.getValue();
    int dash = dash(items.get(index));
    int start = lineStart(dash);
    int next = index + 1 < items.size() ? lineStart(dash(items.get(index + 1))) : text.length();
    List<String> ways = new ArrayList<>();
    for (int end : new int[] {lineEnd(last(items.get(index))), next, text.length()}) {
      String rest = text.substring(0, start) + text.substring(Math.max(start, end));
      ways.add(rest);
      if (items.size() == 1) {
        ways.add(ended(rest) + "[]" + line);
        ways.add("[]" + line);
      }
    }
    return ways.stream();
  }

  /** The offset of an item's dash: the nearest one before it in the column of the list. */
  private int dash(Node item) {
    int column = list == null ? 0 : list.getStartMark().getColumn();
    for (int at = Offsets.of(text, item.getStartMark()); at >= 0; at--) {
      if (at < text.length() && text.charAt(at) == '-' && at - lineStart(at) == column) {
        return at;
      }
    }
    return 0;
  }

  /** The end of the last node in an item; the end of the item itself lies behind comments. */
  private int last(Node node) {
    if (node instanceof MappingNode mapping && !mapping.getValue().isEmpty()) {
      return last(mapping.getValue().get(mapping.getValue().size() - 1).getValueNode());
    }
    if (node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
      return last(sequence.getValue().get(sequence.getValue().size() - 1));
    }
    return Offsets.of(text, node.getEndMark());
  }

  private int lineStart(int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  private int lineEnd(int at) {
    if (at > 0 && at <= text.length() && text.charAt(at - 1) == '\n') {
      return at;
    }
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end + 1;
  }
}
