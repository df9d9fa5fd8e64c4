package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Style;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of the cloud cannot change how a plan looks. */
final class DescribedTextTest {
  private static final String RED = "\u001b[31m";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[2J",
        "\u009b2J",
        "\u202e",
        "\u2066",
        "\n  Summary: ",
        "\r",
        "\u2028",
        "\u007f"
      })
  void hiddenCharactersAreShownEscaped(String hostile) {
    MemoryCloud cloud = new MemoryCloud();
    cloud.thing("a", State.builder().known("size", 1).members("grants", List.of("ours")).build());
    cloud.put(
        "a",
        State.builder()
            .known("size", "x" + hostile)
            .members("grants", List.of("ours", "y" + hostile))
            .build(),
        Owner.OURS);
    cloud.obstacles.put("a", List.of("z" + hostile));
    String text =
        cloud.plan().plan().describe()
            + cloud.onboarding().planRemoval(MemoryCloud.cluster()).plan().describe();
    assertThat(text).doesNotContain(hostile);
    assertThat(text.codePoints().filter(point -> point != '\n').map(Character::getType))
        .doesNotContain((int) Character.CONTROL, (int) Character.FORMAT);
    assertThat(cloud.plan().plan().describe(Style.COLOR))
        .doesNotContain(hostile)
        .doesNotContain(RED + hostile);
  }
}
