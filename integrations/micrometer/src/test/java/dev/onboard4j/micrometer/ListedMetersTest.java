package dev.onboard4j.micrometer;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.testkit.cloud.Fault;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ListedMetersTest {
  private static final Path SOURCE =
      Path.of("src/main/java/dev/onboard4j/micrometer/OnboardingMetrics.java");
  private static final Pattern ROW =
      Pattern.compile(
          "<tr><td>\\{@code ([a-z0-9.]+)}</td>.*?<td>([a-z, ]+)</td></tr>", Pattern.DOTALL);

  /** The table in the documentation of {@link OnboardingMetrics} is complete. */
  @Test
  void theMetersOfARunAreThoseThatAreListed() throws IOException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    SortedMap<String, SortedSet<String>> running = new TreeMap<>();
    try (AwsWorld world = AwsWorld.start()) {
      world.fails("iam:CreateInstanceProfile", 1, Fault.Kind.THROTTLE);
      world.aws().faults().on("iam:CreateRole", 1, Fault.hide(3));
      OnboardingMetrics.of(registry)
          .observe(world.onboarding())
          .plan(world.cluster("prod"))
          .apply();
    }
    for (Meter meter : registry.getMeters()) {
      running.put(
          meter.getId().getName(),
          meter.getId().getTags().stream().map(Tag::getKey).collect(toCollection(TreeSet::new)));
    }
    assertThat(running).isEqualTo(listed());
  }

  private static SortedMap<String, SortedSet<String>> listed() throws IOException {
    SortedMap<String, SortedSet<String>> listed = new TreeMap<>();
    for (MatchResult row : ROW.matcher(Files.readString(SOURCE)).results().toList()) {
      listed.put(row.group(1), new TreeSet<>(List.of(row.group(2).split(", "))));
    }
    return listed;
  }
}
