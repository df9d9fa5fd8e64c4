package dev.onboard4j.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.Owner;
import dev.onboard4j.spi.SessionContext;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class MarksTest {
  private static final String MINE = "cloud://42/here/prod";
  private static final Marks MARKS =
      new Marks(
          new TreeMap<>(Map.of(SessionContext.CLUSTER_MARK, MINE)),
          new TreeMap<>(Map.of(SessionContext.CLUSTER_MARK, SessionContext.SHARED_MARK)));

  @Test
  void theMarkTellsTheOwner() {
    assertThat(MARKS.cluster()).isEqualTo(MINE);
    assertThat(MARKS.owner(MINE)).isEqualTo(Owner.OURS);
    assertThat(MARKS.owner(SessionContext.SHARED_MARK)).isEqualTo(Owner.SHARED);
    assertThat(MARKS.owner("cloud://42/here/test")).isEqualTo(Owner.OTHER);
    assertThat(MARKS.owner(null)).isEqualTo(Owner.UNMARKED);
  }
}
