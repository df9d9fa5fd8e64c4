package dev.onboard4j.hosts;

import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The clouds that the program onboards clusters of; they run in the JVM of the test. */
final class Clouds implements AutoCloseable {
  private final EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start();
  private final EmbeddedAws aws = EmbeddedAws.start();
  private final EmbeddedGoogle google = EmbeddedGoogle.start();

  Clouds() {
    aws.cluster(EksClusterSpec.of("eu-west-1", "prod").servedBy(kubernetes.endpoint()));
    google.cluster(GkeClusterSpec.of("my-project", "europe-west4", "prod"));
  }

  /** An EKS cluster, whose API server is reached, too. */
  Order eks(Caller caller) {
    Map<String, String> settings = new TreeMap<>(aws.settings());
    settings.put("platform.cluster-id", "3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa");
    settings.put("platform.principal", "arn:aws:iam::111122223333:user/cast-crossrole");
    return new Order(caller, URI.create(aws.clusters().get(0)), settings);
  }

  Order gke(Caller caller) {
    Map<String, String> settings = new TreeMap<>(google.settings());
    settings.put(
        "platform.principal", "cast-gke-1a2b3c4d@prod-cast-identity.iam.gserviceaccount.com");
    return new Order(caller, URI.create(google.clusters().get(0)), settings);
  }

  /** A cluster of the sample provider, whose cloud is a folder. */
  static Order folder(Caller caller, Path root) {
    return new Order(
        caller,
        URI.create("folder://home/here/prod"),
        Map.of("folder.root", root.toString(), "platform.principal", "optimizer@example.com"));
  }

  @Override
  public void close() {
    google.close();
    aws.close();
    kubernetes.close();
  }
}
