package dev.onboard4j.cli;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.cloud.EmbeddedCloud;
import dev.onboard4j.testkit.cloud.EmbeddedControl;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import dev.onboard4j.testkit.google.OnePort;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
  private static final String WORLD = "world:";
  private static final List<String> CLOUDS = List.of("aws", "google", "kubernetes");

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "CLOUD",
      description = "of: aws, google, kubernetes")
  List<String> only = new ArrayList<>();

  @Option(names = "--port", paramLabel = "BASE", description = "the first port; else free ones")
  int port;

  @Option(names = "--latency", paramLabel = "DURATION", description = "added to every call")
  @Nullable String latency;

  @Option(
      names = "--seed",
      paramLabel = "FILE",
      description = "what is there at first, in YAML; or world:NAME, which the docs list")
  @Nullable String seed;

  private final Streams streams;

  EmbeddedCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws Exception {
    Duration delay = check();
    try (EmbeddedAws aws = EmbeddedAws.start(0, delay);
        EmbeddedGoogle google = EmbeddedGoogle.start(0, delay);
        EmbeddedKubernetes ofEks = EmbeddedKubernetes.start(0, delay).named("eks");
        EmbeddedKubernetes ofGke = EmbeddedKubernetes.start(0, delay).named("gke");
        OnePort front = OnePort.start(port, aws, google)) {
      List<EmbeddedCloud> wanted = wanted(aws, google, List.of(ofEks, ofGke));
      try (EmbeddedControl control = EmbeddedControl.start(wanted, port == 0 ? 0 : port + 1)) {
        if (seed == null || seed.startsWith(WORLD)) {
          clusters(aws, google, ofEks, ofGke);
        }
        if (seed != null) {
          seed(aws, google, seed);
        }
        announce(wanted, front, control, ofEks);
        new CountDownLatch(1).await();
      }
    }
    return Exit.DONE;
  }

  private void clusters(
      EmbeddedAws aws, EmbeddedGoogle google, EmbeddedKubernetes ofEks, EmbeddedKubernetes ofGke) {
    EksClusterSpec eks = EksClusterSpec.of("eu-west-1", "prod");
    GkeClusterSpec gke = GkeClusterSpec.of("my-project", "europe-west4", "prod");
    boolean served = only.isEmpty() || only.contains("kubernetes");
    aws.cluster(served ? eks.servedBy(ofEks.endpoint()) : eks);
    google.cluster(served ? gke.servedBy(ofGke.endpoint()) : gke);
  }

  private List<EmbeddedCloud> wanted(
      EmbeddedAws aws, EmbeddedGoogle google, List<EmbeddedKubernetes> kubernetes) {
    List<EmbeddedCloud> wanted = new ArrayList<>();
    if (only.isEmpty() || only.contains("aws")) {
      wanted.add(aws);
    }
    if (only.isEmpty() || only.contains("google")) {
      wanted.add(google);
    }
    if (only.isEmpty() || only.contains("kubernetes")) {
      wanted.addAll(kubernetes);
    }
    return wanted;
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

  /** All clouds listen on one port: two of them have a service of the same name. */
  private void announce(
      List<EmbeddedCloud> clouds,
      OnePort front,
      EmbeddedControl control,
      EmbeddedKubernetes kubernetes) {
    Map<String, @Nullable Object> endpoints = new TreeMap<>();
    List<String> clusters = new ArrayList<>();
    for (EmbeddedCloud cloud : clouds) {
      cloud.endpoints().keySet().forEach(service -> endpoints.put(service, front.address()));
      clusters.addAll(cloud.clusters());
    }
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("endpoints", endpoints);
    document.put("clusters", clusters);
    document.put("kubeconfig", clouds.contains(kubernetes) ? adminOf(kubernetes) : null);
    document.put("control", control.address());
    streams.out().println(Json.pretty(document));
    streams.out().println("serving until interrupted");
    streams.out().flush();
  }

  private static String adminOf(EmbeddedKubernetes kubernetes) {
    return kubernetes.kubeconfig(EmbeddedKubernetes.ADMIN).toString();
  }

  private static void seed(EmbeddedAws aws, EmbeddedGoogle google, String seed) {
    try {
      if (seed.startsWith(WORLD)) {
        Seed.plant(aws, google, seed.substring(WORLD.length()));
        return;
      }
      Map<?, ?> tree = Json.yaml(Path.of(seed));
      if (!tree.containsKey("aws") && !tree.containsKey("google")) {
        throw new IllegalArgumentException("it has neither 'aws' nor 'google'");
      }
      Seed.plant(aws, tree.get("aws"));
      Seed.plant(google, tree.get("google"));
    } catch (IOException | IllegalArgumentException e) {
      throw OnboardingException.badInput(
          List.of(new Problem("--seed", seed + " cannot be used: " + e.getMessage())));
    }
  }
}
