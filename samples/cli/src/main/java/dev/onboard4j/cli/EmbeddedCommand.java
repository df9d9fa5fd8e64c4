package dev.onboard4j.cli;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.azure.AksClusterSpec;
import dev.onboard4j.testkit.azure.EmbeddedAzure;
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
  private static final List<String> CLOUDS = List.of("aws", "google", "azure", "kubernetes");

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "CLOUD",
      description = "of: aws, google, azure, kubernetes")
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
        EmbeddedAzure azure = EmbeddedAzure.start(port == 0 ? 0 : port + 2, delay);
        EmbeddedKubernetes ofEks = EmbeddedKubernetes.start(0, delay).named("eks");
        EmbeddedKubernetes ofGke = EmbeddedKubernetes.start(0, delay).named("gke");
        EmbeddedKubernetes ofAks = EmbeddedKubernetes.start(0, delay).named("aks");
        OnePort front = OnePort.start(port, aws, google)) {
      List<EmbeddedKubernetes> servers = List.of(ofEks, ofGke, ofAks);
      List<EmbeddedCloud> wanted = wanted(List.of(aws, google, azure), servers);
      try (EmbeddedControl control = EmbeddedControl.start(wanted, port == 0 ? 0 : port + 1)) {
        if (seed == null || seed.startsWith(WORLD)) {
          clusters(aws, google, azure, servers);
        }
        if (seed != null) {
          seed(aws, google, azure, seed);
        }
        announce(wanted, front, control, ofEks);
        new CountDownLatch(1).await();
      }
    }
    return Exit.DONE;
  }

  private void clusters(
      EmbeddedAws aws,
      EmbeddedGoogle google,
      EmbeddedAzure azure,
      List<EmbeddedKubernetes> servers) {
    EksClusterSpec eks = EksClusterSpec.of("eu-west-1", "prod");
    GkeClusterSpec gke = GkeClusterSpec.of("my-project", "europe-west4", "prod");
    AksClusterSpec aks = AksClusterSpec.of(EmbeddedAzure.SUBSCRIPTION, "production", "prod");
    boolean served = wants("kubernetes");
    aws.cluster(served ? eks.servedBy(servers.get(0).endpoint()) : eks);
    google.cluster(served ? gke.servedBy(servers.get(1).endpoint()) : gke);
    azure.cluster(served ? aks.servedBy(servers.get(2).endpoint()) : aks);
  }

  private boolean wants(String cloud) {
    return only.isEmpty() || only.contains(cloud);
  }

  /** The clouds are in the order of their names in {@code --only}. */
  private List<EmbeddedCloud> wanted(List<EmbeddedCloud> clouds, List<EmbeddedKubernetes> servers) {
    List<EmbeddedCloud> wanted = new ArrayList<>();
    for (int i = 0; i < clouds.size(); i++) {
      if (wants(CLOUDS.get(i))) {
        wanted.add(clouds.get(i));
      }
    }
    if (wants("kubernetes")) {
      wanted.addAll(servers);
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

  /**
   * AWS and Google listen on one port, as they have a service of the same name; Azure has its own.
   */
  private void announce(
      List<EmbeddedCloud> clouds,
      OnePort front,
      EmbeddedControl control,
      EmbeddedKubernetes kubernetes) {
    Map<String, @Nullable Object> endpoints = new TreeMap<>();
    List<String> clusters = new ArrayList<>();
    for (EmbeddedCloud cloud : clouds) {
      boolean own = cloud instanceof EmbeddedAzure;
      cloud
          .endpoints()
          .forEach((service, uri) -> endpoints.put(service, own ? uri : front.address()));
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

  private static void seed(
      EmbeddedAws aws, EmbeddedGoogle google, EmbeddedAzure azure, String seed) {
    try {
      if (seed.startsWith(WORLD)) {
        Seed.plant(aws, google, azure, seed.substring(WORLD.length()));
        return;
      }
      Map<?, ?> tree = Json.yaml(Path.of(seed));
      if (CLOUDS.stream().noneMatch(tree::containsKey)) {
        throw new IllegalArgumentException("it has neither 'aws' nor 'google' nor 'azure'");
      }
      Seed.plant(aws, tree.get("aws"));
      Seed.plant(google, tree.get("google"));
      AzureSeed.plant(azure, tree.get("azure"));
    } catch (IOException | IllegalArgumentException e) {
      throw OnboardingException.badInput(
          List.of(new Problem("--seed", seed + " cannot be used: " + e.getMessage())));
    }
  }
}
