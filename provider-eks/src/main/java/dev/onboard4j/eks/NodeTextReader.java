package dev.onboard4j.eks;

import dev.onboard4j.kubernetes.KubeJson;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Renders a YAML node independently of its style: equal data gives equal text. */
final class NodeTextReader {
  /** Exceeds the depth of any entry; stops at an alias to its own parent. */
  private static final int DEPTH = 20;

  private NodeTextReader() {}

  static String of(Node node) {
    return of(node, 0);
  }

  private static String of(Node node, int depth) {
    if (depth > DEPTH) {
      return "...";
    }
    if (node instanceof ScalarNode scalar) {
      return scalar.getTag().getValue() + KubeJson.write(scalar.getValue());
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream()
          .map(item -> of(item, depth + 1))
          .collect(Collectors.joining(",", "[", "]"));
    }
    if (node instanceof MappingNode mapping) {
      return mapping.getValue().stream()
          .map(pair -> of(pair.getKeyNode(), depth + 1) + "=" + of(pair.getValueNode(), depth + 1))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return node.toString();
  }
}
