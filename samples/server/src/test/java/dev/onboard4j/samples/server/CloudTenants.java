package dev.onboard4j.samples.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.azure.AksClusterSpec;
import dev.onboard4j.testkit.azure.EmbeddedAzure;
import dev.onboard4j.testkit.cloud.EmbeddedCloud;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The server with a tenant on each of the embedded clouds. */
record CloudTenants(
    EmbeddedAws aws,
    EmbeddedGoogle google,
    EmbeddedAzure azure,
    EmbeddedKubernetes kubernetes,
    ConfigurableApplicationContext server,
    HttpClient http)
    implements AutoCloseable {
  static final String ON_EKS = "/tenants/acme/clusters/123456789012/eu-west-1/prod";
  static final String ON_GKE = "/tenants/globex/clusters/my-project/europe-west4/prod";
  static final String ON_AKS =
      "/tenants/hooli/clusters/" + EmbeddedAzure.SUBSCRIPTION + "/production/prod";
  static final String PLAN_ON_EKS = "{\"clusterId\": \"3b1a9f20-6f0e-4a43-9d52-0a2f4c1be0aa\"}";
  static final String PLAN_ON_GKE = "{}";

  /** Fewer than the followers of one test. */
  static final int WEB_THREADS = 6;

  private static final ObjectMapper JSON = new ObjectMapper();

  static CloudTenants start() {
    EmbeddedAws aws = EmbeddedAws.start();
    EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start();
    aws.cluster(EksClusterSpec.of("eu-west-1", "prod").servedBy(kubernetes.endpoint()));
    EmbeddedGoogle google = EmbeddedGoogle.start();
    google.cluster(GkeClusterSpec.of("my-project", "europe-west4", "prod"));
    EmbeddedAzure azure = EmbeddedAzure.start();
    azure.cluster(
        AksClusterSpec.of(EmbeddedAzure.SUBSCRIPTION, "production", "prod")
            .servedBy(URI.create("")));
    List<String> arguments =
        new ArrayList<>(List.of("--server.port=0", "--server.tomcat.threads.max=" + WEB_THREADS));
    arguments.addAll(tenant("acme", "eks", aws, "arn:aws:iam::111122223333:user/cast-crossrole"));
    arguments.addAll(
        tenant(
            "globex",
            "gke",
            google,
            "cast-gke-1a2b3c4d@prod-cast-identity.iam.gserviceaccount.com"));
    arguments.addAll(tenant("hooli", "aks", azure, "104001234567890123456"));
    // Has no principal, and a key that no provider knows.
    arguments.add("--onboard4j.tenants.initech.provider=eks");
    arguments.add("--onboard4j.tenants.initech.settings.eks.pth=/cast/");
    return new CloudTenants(
        aws,
        google,
        azure,
        kubernetes,
        SpringApplication.run(ServerApplication.class, arguments.toArray(String[]::new)),
        HttpClient.newHttpClient());
  }

  private static List<String> tenant(
      String name, String provider, EmbeddedCloud cloud, String principal) {
    String prefix = "--onboard4j.tenants." + name + ".";
    List<String> arguments = new ArrayList<>();
    arguments.add(prefix + "provider=" + provider);
    arguments.add(prefix + "settings.platform.principal=" + principal);
    cloud
        .settings()
        .forEach((key, value) -> arguments.add(prefix + "settings." + key + "=" + value));
    return arguments;
  }

  Reply get(String path) {
    return send(request(path).GET().build());
  }

  Reply delete(String path) {
    return send(request(path).DELETE().build());
  }

  Reply post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /** Plans and starts to apply; answers the path of the run. */
  String started(String cluster, String request) {
    Reply run = apply(cluster, post(cluster + "/plans", request).text("fingerprint"));
    return cluster + "/runs/" + run.text("run");
  }

  Reply apply(String cluster, String fingerprint) {
    return post(cluster + "/runs", "{\"fingerprint\": \"" + fingerprint + "\"}");
  }

  /** The events of a run after that one, until its end; completes when the server ends them. */
  CompletableFuture<List<JsonNode>> events(String run, int last) {
    return follow(run, last).thenApply(response -> data(response.body()));
  }

  /** Follows the events of a run after that one; completes when the server has accepted it. */
  CompletableFuture<HttpResponse<Stream<String>>> follow(String run, int last) {
    HttpRequest request =
        request(run + "/events")
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", String.valueOf(last))
            .build();
    return http.sendAsync(request, BodyHandlers.ofLines());
  }

  static List<JsonNode> data(Stream<String> lines) {
    return lines
        .filter(line -> line.startsWith("data: "))
        .map(line -> json(line.substring("data: ".length())))
        .toList();
  }

  private HttpRequest.Builder request(String path) {
    String port = server.getEnvironment().getRequiredProperty("local.server.port");
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private Reply send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      String type = response.headers().firstValue("Content-Type").orElse("");
      return new Reply(response.statusCode(), type, json(response.body()));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  @Override
  public void close() {
    server.close();
    azure.close();
    google.close();
    kubernetes.close();
    aws.close();
  }
}
