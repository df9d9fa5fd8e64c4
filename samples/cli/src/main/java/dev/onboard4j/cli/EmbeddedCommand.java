package dev.onboard4j.cli;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.testkit.EksClusterSpec;
import dev.onboard4j.testkit.EmbeddedAws;
import dev.onboard4j.testkit.EmbeddedControl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code embedded}. */
@Command(
    name = "embedded",
    description = "Starts the embedded clouds on loopback and stays until interrupted.",
    mixinStandardHelpOptions = true)
final class EmbeddedCommand implements Callable<Integer> {
  private static final List<String> CLOUDS = List.of("aws");

  @Option(names = "--only", split = ",", paramLabel = "CLOUD", description = "of: aws")
  List<String> only = new ArrayList<>();

  @Option(names = "--port", paramLabel = "BASE", description = "the first port; else free ones")
  int port;

  @Option(names = "--latency", paramLabel = "DURATION", description = "added to every call")
  @Nullable String latency;

  @Option(names = "--seed", paramLabel = "FILE", description = "what is there at first, in YAML")
  @Nullable Path seed;

  private final Streams streams;

  EmbeddedCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    Duration delay = check();
    try (EmbeddedAws aws = EmbeddedAws.start(port, delay);
        EmbeddedControl control = EmbeddedControl.start(aws, port == 0 ? 0 : port + 1)) {
      if (seed == null) {
        aws.cluster(EksClusterSpec.of("eu-west-1", "prod"));
      } else {
        seed(aws, seed);
      }
      announce(aws, control);
      new CountDownLatch(1).await();
    }
    return Exit.DONE;
  }

  private Duration check() {
    List<Problem> problems = new ArrayList<>();
    only.stream()
        .filter(cloud -> !CLOUDS.contains(cloud))
        .forEach(
            cloud -> problems.add(new Problem("--only", "'" + cloud + "' is none of " + CLOUDS)));
    Duration delay = Duration.ZERO;
    try {
      delay = latency == null ? delay : Durations.parse(latency);
    } catch (IllegalArgumentException e) {
      problems.add(new Problem("--latency", String.valueOf(e.getMessage())));
    }
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    return delay;
  }

  private void announce(EmbeddedAws aws, EmbeddedControl control) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("endpoints", aws.endpoints());
    document.put("clusters", aws.clusters());
    document.put("kubeconfig", null);
    document.put("control", control.address());
    streams.out().println(Json.pretty(document));
    streams.out().println("serving until interrupted");
    streams.out().flush();
  }

  private static void seed(EmbeddedAws aws, Path file) {
    try {
      if (Json.yaml(file).get("aws") instanceof Map<?, ?> tree) {
        Seed.plant(aws, tree);
      } else {
        throw new IllegalArgumentException("it has no object 'aws'");
      }
    } catch (IOException | IllegalArgumentException e) {
      throw OnboardingException.badInput(
          List.of(new Problem("--seed", file + " cannot be used: " + e.getMessage())));
    }
  }
}
