package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.testkit.contract.Attack;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Tests that edits of documents in many styles preserve their entries. */
final class MapRolesFuzzTest {
  private static final int DOCUMENTS = 10_000;
  private static final MapRole OURS = MapRole.ofNodes("arn:aws:iam::123456789012:role/ours");

  @Test
  void everyEarlierEntryIsPreserved() {
    Random random = new Random(20261121L);
    int same = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      String before = new Document(random).text();
      List<Object> entries = entries(before);
      String with = MapRoles.parse(before).with(OURS);
      assertThat(inserted(before, with)).as("%s\nbecame\n%s", before, with).isTrue();
      List<Object> expected = new ArrayList<>(entries);
      expected.addAll(entries(OURS.yaml()));
      assertThat(entries(with)).as(with).containsExactlyInAnyOrderElementsOf(expected);
      String without = MapRoles.parse(with).without(OURS.roleArn());
      assertThat(entries(without)).as(without).isEqualTo(entries);
      same += without.equals(before) ? 1 : 0;
    }
    Attack.tried("aws-auth documents edited and edited back", DOCUMENTS);
    assertThat(same).as("the very same bytes after both").isGreaterThan(DOCUMENTS * 8 / 10);
  }

  @Test
  void eachEarlierEntryCanBeRemovedAlone() {
    Random random = new Random(7L);
    for (int i = 0; i < 2000; i++) {
      String before = new Document(random).text();
      for (Object entry : entries(before)) {
        String arn = String.valueOf(((java.util.Map<?, ?>) entry).get("rolearn"));
        List<Object> rest = new ArrayList<>(entries(before));
        rest.remove(entry);
        assertThat(entries(MapRoles.parse(before).without(arn))).as(before).isEqualTo(rest);
      }
    }
  }

  /** Whether one text is the other with one insertion. */
  private static boolean inserted(String before, String after) {
    if (entries(before).isEmpty()) {
      return true;
    }
    int head = 0;
    while (head < before.length() && before.charAt(head) == after.charAt(head)) {
      head++;
    }
    int tail = 0;
    while (tail < before.length()
        && before.charAt(before.length() - 1 - tail) == after.charAt(after.length() - 1 - tail)) {
      tail++;
    }
    return head + tail >= before.length();
  }

  private static List<Object> entries(String text) {
    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    return tree instanceof List<?> list ? new ArrayList<>(list) : List.of();
  }

  /** One document: its style, its entries, its oddities. */
  private static final class Document {
    private final Random random;
    private final String line;

    Document(Random random) {
      this.random = random;
      line = random.nextInt(6) == 0 ? "\r\n" : "\n";
    }

    String text() {
      int count = random.nextInt(5);
      if (count == 0) {
        return pick("", "[]", "null", "# nobody" + line, line, "[ ]" + line, "---" + line);
      }
      String text = random.nextInt(3) == 0 ? flow(count) : block(count);
      return random.nextInt(12) == 0 ? "---" + line + text : text;
    }

    private String block(int count) {
      String indent = " ".repeat(random.nextInt(4));
      StringBuilder text = new StringBuilder(comment(""));
      for (int i = 0; i < count; i++) {
        String arn = "arn:aws:iam::123456789012:role/r" + i + pick("", "é", "-😀", "_x");
        String dash = indent + pick("- ", "-   ");
        String pad = " ".repeat(dash.length());
        text.append(dash).append("rolearn: ").append(scalar(arn));
        text.append(pick("", " # why", "   ")).append(line);
        text.append(pad).append("username: ").append(username()).append(line);
        text.append(groups(pad));
        text.append(pick("", "", line, comment(indent), comment("")));
      }
      String whole = text.toString();
      return random.nextInt(4) == 0 ? whole.stripTrailing() : whole;
    }

    private String groups(String pad) {
      return switch (random.nextInt(5)) {
        case 0 -> pad + "groups: [\"system:masters\", 'b']" + line;
        case 1 -> pad + "groups:" + line + pad + "- system:nodes" + line + pad + "- b" + line;
        case 2 -> pad + "groups:" + line + pad + "  - system:nodes" + pick("", " # c") + line;
        case 3 -> pad + "groups:" + line;
        default -> pad + "note: |" + line + pad + "  two" + line + pad + "  lines" + line;
      };
    }

    private String username() {
      return pick(
          "system:node:{{EC2PrivateDNSName}}",
          "'it''s'",
          "\"a \\\"b\\\"\"",
          "admin",
          ">-" + line + "        folded",
          "ops # not this");
    }

    private String flow(int count) {
      boolean pretty = random.nextBoolean();
      StringBuilder text = new StringBuilder("[");
      for (int i = 0; i < count; i++) {
        text.append(i == 0 ? "" : ",").append(pretty ? line + "  " : pick("", " "));
        text.append("{\"rolearn\":").append(pick("", " ")).append("\"r").append(i).append("\"");
        text.append(pick("", ", \"username\": \"u\"", ", groups: [a, 'b']")).append("}");
      }
      text.append(random.nextInt(8) == 0 ? "," : "").append(pretty ? line : "").append("]");
      return text.append(pick("", line, " # end")).toString();
    }

    private String scalar(String text) {
      return pick(text, "'" + text + "'", "\"" + text + "\"");
    }

    private String comment(String indent) {
      return pick(line, indent + "# a comment: [with] - things" + line);
    }

    private String pick(String... choices) {
      return choices[random.nextInt(choices.length)];
    }
  }
}
