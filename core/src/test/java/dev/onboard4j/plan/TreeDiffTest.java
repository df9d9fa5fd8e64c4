package dev.onboard4j.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TreeDiffTest {
  private static List<String> lines(Object before, Object after) {
    return TreeDiff.of("field", before, after).stream()
        .map(line -> line.sign() + " " + line.text())
        .toList();
  }

  @Test
  void aListThatBecomesAnObjectLosesItsItemsAndGainsEveryKey() {
    assertThat(lines(List.of(Map.of("a", 1), "x"), Map.of("one", Map.of("b", 2))))
        .containsExactly("- field: {\"a\":1}", "- field: \"x\"", "+ field.one.b: 2");
    assertThat(lines(List.of(), Map.of("one", 1))).containsExactly("+ field.one: 1");
  }

  @Test
  void anObjectThatBecomesAListLosesEveryKeyAndGainsTheItems() {
    assertThat(lines(Map.of("one", Map.of("b", 2)), List.of("x")))
        .containsExactly("- field.one: {\"b\":2}", "+ field: \"x\"");
    assertThat(lines(Map.of("one", 1), List.of())).containsExactly("- field.one: 1");
  }

  @Test
  void whatIsEmptyAndOfAnotherSortIsALineToo() {
    assertThat(lines(List.of(), Map.of())).containsExactly("~ field: [] -> {}");
    assertThat(lines(Map.of(), List.of())).containsExactly("~ field: {} -> []");
  }

  @Test
  void noKeyOfAListsItemsHasAMeaning() {
    assertThat(lines(List.of(Map.of("Sid", "a", "b", 1)), List.of(Map.of("Sid", "a", "b", 2))))
        .containsExactly(
            "- field: " + Json.line(Map.of("Sid", "a", "b", 1)),
            "+ field: " + Json.line(Map.of("Sid", "a", "b", 2)));
  }
}
