package dev.onboard4j.eks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The text of {@code data.mapRoles}, in any style of YAML or JSON. Immutable.
 *
 * <p>An edit works on the text: every existing entry keeps its bytes and its comments. Each edit is
 * parsed again, and refused if it changed anything else.
 */
final class MapRoles {
  private static final String ROLE = "rolearn";
  private static final Set<String> KEYS = Set.of(ROLE, "username", "groups");

  private final String text;
  private final @Nullable SequenceNode list;

  private MapRoles(String text, @Nullable SequenceNode list) {
    this.text = text;
    this.list = list;
  }

  /**
   * Parses the text.
   *
   * @throws OnboardingException of category CONFLICT, naming the line, if it is not a list in YAML
   *     or JSON
   */
  static MapRoles parse(String text) {
    Node root;
    try {
      root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw refused("line " + line + ": " + e.getProblem());
    } catch (YAMLException e) {
      throw refused(String.valueOf(e.getMessage()).lines().findFirst().orElse("no YAML"));
    }
    if (root instanceof SequenceNode sequence) {
      return new MapRoles(text, sequence);
    }
    if (root == null || root.getTag().equals(Tag.NULL) || empty(root)) {
      return new MapRoles(text, null);
    }
    throw refused("line " + (root.getStartMark().getLine() + 1) + ": expected a list");
  }

  private static boolean empty(Node root) {
    return root instanceof ScalarNode scalar && scalar.getValue().isBlank();
  }

  private static OnboardingException refused(String why) {
    return OnboardingException.of(
            Category.CONFLICT,
            "mapRoles of ConfigMap kube-system/aws-auth cannot be read, so it is not changed: "
                + why)
        .remedy("correct that line (kubectl -n kube-system edit configmap aws-auth) and plan again")
        .build();
  }

  private List<Node> items() {
    return list == null ? List.of() : list.getValue();
  }

  /** The entry of that role, if there is one. */
  Optional<MapRole> find(String roleArn) {
    return items().stream().filter(item -> isOf(item, roleArn)).findFirst().map(MapRoles::entry);
  }

  private static boolean isOf(Node item, String roleArn) {
    return scalar(fields(item).get(ROLE)).equals(roleArn);
  }

  private static MapRole entry(Node item) {
    Map<String, Node> fields = fields(item);
    List<String> groups =
        fields.get("groups") instanceof SequenceNode sequence
            ? sequence.getValue().stream().map(MapRoles::scalar).toList()
            : List.of();
    return new MapRole(scalar(fields.get(ROLE)), scalar(fields.get("username")), groups);
  }

  private static Map<String, Node> fields(Node item) {
    Map<String, Node> fields = new TreeMap<>();
    if (item instanceof MappingNode mapping) {
      mapping
          .getValue()
          .forEach(pair -> fields.put(scalar(pair.getKeyNode()), pair.getValueNode()));
    }
    return fields;
  }

  private static String scalar(@Nullable Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** Entries that the authenticator ignores silently, with their lines. */
  List<String> oddities() {
    List<String> odd = new ArrayList<>();
    for (Node item : items()) {
      String line = "line " + (item.getStartMark().getLine() + 1) + ": ";
      Map<String, Node> fields = fields(item);
      fields.keySet().stream()
          .filter(key -> !KEYS.contains(key))
          .forEach(key -> odd.add(line + "'" + key + "' is not a key of mapRoles"));
      if (!fields.containsKey(ROLE)) {
        odd.add(line + "an entry without rolearn");
      }
    }
    return odd;
  }

  /** Adds an entry at the end. */
  String with(MapRole role) {
    List<String> wanted = new ArrayList<>(shapes());
    wanted.add(NodeTextReader.of(parse(MapRoleText.block(role, "", "\n")).items().get(0)));
    return edits()
        .adding(role)
        .filter(edited -> has(edited, wanted))
        .findFirst()
        .orElseThrow(() -> unsafe("an entry for " + role.roleArn() + " cannot be added"));
  }

  /** Removes the entries of a role. */
  String without(String roleArn) {
    MapRoles at = this;
    for (int i = at.indexOf(roleArn); i >= 0; i = at.indexOf(roleArn)) {
      List<String> wanted = new ArrayList<>(at.shapes());
      wanted.remove(i);
      at =
          parse(
              at.edits()
                  .removing(i)
                  .filter(edited -> has(edited, wanted))
                  .findFirst()
                  .orElseThrow(() -> unsafe("the entry of " + roleArn + " cannot be removed")));
    }
    return at.text;
  }

  private int indexOf(String roleArn) {
    for (int i = 0; i < items().size(); i++) {
      if (isOf(items().get(i), roleArn)) {
        return i;
      }
    }
    return -1;
  }

  private Edits edits() {
    return list != null && list.getFlowStyle() == FlowStyle.FLOW
        ? new FlowEdits(text, list)
        : new BlockEdits(text, list);
  }

  /** Candidate edits of the text in order of preference; each is parsed and checked. */
  interface Edits {
    Stream<String> adding(MapRole role);

    Stream<String> removing(int index);
  }

  private List<String> shapes() {
    return items().stream().map(NodeTextReader::of).toList();
  }

  /** Whether a text holds exactly these entries, in any order. */
  private static boolean has(String edited, List<String> wanted) {
    try {
      List<String> found = new ArrayList<>(parse(edited).shapes());
      List<String> expected = new ArrayList<>(wanted);
      found.sort(null);
      expected.sort(null);
      return found.equals(expected);
    } catch (OnboardingException broken) {
      return false;
    }
  }

  private static OnboardingException unsafe(String what) {
    return OnboardingException.of(
            Category.CONFLICT,
            what
                + " to mapRoles of ConfigMap kube-system/aws-auth without changes to other entries")
        .remedy("edit it manually: kubectl -n kube-system edit configmap aws-auth")
        .build();
  }
}
