package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.contract.Attack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A new account is missed, denied and found in turns, for any number of lookups. */
final class FreshAccountTest {
  // What fits into the two minutes that a step waits for an effect.
  private static final int LOOKUPS = 16;

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> applyEndsWellHoweverLongAnAccountIsNew() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String access : new String[] {"impersonation", "key"}) {
      for (int lookups = 1; lookups <= LOOKUPS; lookups++) {
        int hidden = lookups;
        tests.add(
            DynamicTest.dynamicTest(
                access + ", " + hidden + " lookups", () -> applied(access, hidden)));
      }
    }
    Attack.tried("new accounts of GKE that come and go", tests.size());
    return tests.stream();
  }

  private void applied(String access, int hidden) {
    try (GoogleWorld world = GoogleWorld.withIam()) {
      world.faults().on("iam.serviceAccounts.create", 1, Fault.hide(hidden));
      Onboarding onboarding =
          world
              .onboarding()
              .set("gke.access", access)
              .secretsDirectory(folder.resolve("s" + world.hashCode()));
      assertThat(onboarding.plan(world.cluster()).apply().succeeded()).isTrue();
      assertThat(world.keys()).hasSize(access.equals("key") ? 1 : 0);
    }
  }
}
