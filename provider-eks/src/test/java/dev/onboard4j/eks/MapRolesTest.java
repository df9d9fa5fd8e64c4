package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MapRolesTest {
  private static final MapRole OURS = MapRole.ofNodes("arn:aws:iam::123456789012:role/ours");

  @Test
  void anEntryIsAddedLastWithTheIndentationOfTheOthers() {
    String before =
        """
        # nodes of the first hour
          - rolearn: arn:aws:iam::123456789012:role/first  # keep me
            username: system:node:{{EC2PrivateDNSName}}
            groups: [system:bootstrappers, 'system:nodes']

        """;
    assertThat(MapRoles.parse(before).with(OURS))
        .isEqualTo(
            before
                + """
                  - rolearn: arn:aws:iam::123456789012:role/ours
                    username: system:node:{{EC2PrivateDNSName}}
                    groups:
                      - system:bootstrappers
                      - system:nodes
                """);
  }

  @Test
  void anEntryOfAJsonListIsJson() {
    assertThat(MapRoles.parse("[\n  {\"rolearn\":\"a\"},\n  {\"rolearn\":\"b\"}\n]").with(OURS))
        .isEqualTo(
            "[\n  {\"rolearn\":\"a\"},\n  {\"rolearn\":\"b\"},\n  {\"rolearn\":"
                + " \"arn:aws:iam::123456789012:role/ours\", \"username\":"
                + " \"system:node:{{EC2PrivateDNSName}}\", \"groups\": [\"system:bootstrappers\","
                + " \"system:nodes\"]}\n]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "[ ]\n", "# nobody yet\n", "null", "~\n", "---\n", "\"\""})
  void theFirstEntryRequiresNoList(String before) {
    String after = MapRoles.parse(before).with(OURS);
    assertThat(MapRoles.parse(after).find(OURS.roleArn())).contains(OURS);
  }

  @Test
  void removalRevertsTheAddition() {
    String before = "- rolearn: a\n  username: b\n# the end\n";
    String with = MapRoles.parse(before).with(OURS);
    assertThat(MapRoles.parse(with).without(OURS.roleArn())).isEqualTo(before);
  }

  @Test
  void theCommentOfTheNextEntryStays() {
    String before = "- rolearn: a\n# about b\n- rolearn: b\n";
    assertThat(MapRoles.parse(before).without("a")).isEqualTo("# about b\n- rolearn: b\n");
  }

  @Test
  void theLastEntryLeavesAnEmptyList() {
    assertThat(MapRoles.parse("- rolearn: a\n").without("a")).satisfies(MapRoles::parse);
    assertThat(MapRoles.parse("[{\"rolearn\": \"a\"}]").without("a")).isEqualTo("[]");
  }

  @Test
  void windowsLinesStay() {
    assertThat(MapRoles.parse("- rolearn: a\r\n").with(OURS)).contains("ours\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "- rolearn: a\\n\\t- rolearn: b @ line 2",
        "- rolearn: a\\n username: b @ line 2",
        "- rolearn: 'a @ line 1",
        "rolearn: a @ line 1: expected a list",
        "- rolearn: a\\n---\\n- rolearn: b @ line 2",
        "[{\"rolearn\": \"a\"} @ line 1",
        "just words @ line 1: expected a list",
      })
  void anUnreadableTextIsRefusedWithItsLine(String text, String words) {
    assertThatThrownBy(() -> MapRoles.parse(text.replace("\\n", "\n").replace("\\t", "\t")))
        .hasMessageContaining("aws-auth cannot be read")
        .hasMessageContaining(words);
  }

  @Test
  void wrongKeysAreReportedAndStay() {
    String before = "- role_arn: a\n  group: [b]\n";
    MapRoles roles = MapRoles.parse(before);
    assertThat(roles.oddities())
        .containsExactly(
            "line 1: 'group' is not a key of mapRoles",
            "line 1: 'role_arn' is not a key of mapRoles",
            "line 1: an entry without rolearn");
    assertThat(roles.with(OURS)).startsWith(before);
  }

  @Test
  void aHostileNameIsQuoted() {
    MapRole hostile = MapRole.ofNodes("arn: [\"'#\n- rolearn: evil");
    String text = MapRoles.parse("- rolearn: a\n").with(hostile);
    assertThat(MapRoles.parse(text).find(hostile.roleArn())).contains(hostile);
    assertThat(MapRoles.parse(text).find("evil")).isEmpty();
  }
}
