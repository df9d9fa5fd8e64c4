package dev.onboard4j.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RecentByTenantTest {
  @Test
  void aTenantWithManyRunsPushesOutItsOwnOnly() {
    RecentByTenant<String, Integer> runs = new RecentByTenant<>(2, run -> true);
    runs.of("acme").put("first", 1);
    List<Integer> dropped = List.of();
    for (int run = 2; run < 6; run++) {
      dropped = runs.of("globex").put("run " + run, run);
    }
    assertThat(dropped).containsExactly(3);
    assertThat(runs.of("acme").find("first")).contains(1);
    assertThat(runs.of("globex").find("run 2")).isEmpty();
    assertThat(runs.all()).containsExactlyInAnyOrder(1, 4, 5);
  }
}
