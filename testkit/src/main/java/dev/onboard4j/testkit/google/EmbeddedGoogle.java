package dev.onboard4j.testkit.google;

import com.google.container.v1.Cluster;
import com.google.container.v1.NodeConfig;
import com.google.container.v1.NodePool;
import com.google.container.v1.WorkloadIdentityConfig;
import com.google.iam.v1.Binding;
import dev.onboard4j.testkit.cloud.Demux;
import dev.onboard4j.testkit.cloud.EmbeddedCloud;
import dev.onboard4j.testkit.cloud.Traffic;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * An embedded Google Cloud on a loopback port. Thread-safe.
 *
 * <p>It serves the parts of IAM, Resource Manager, Service Usage and Kubernetes Engine that
 * onboarding uses, over gRPC and over HTTP with JSON, with Google's error details. It requires
 * Google's gRPC stubs on the class path ({@code grpc-google-iam-admin-v1} and its three siblings,
 * {@code grpc-netty-shaded}), which are not dependencies of this artifact.
 *
 * <pre>{@code
 * try (EmbeddedGoogle google = EmbeddedGoogle.start()) {
 *   google.cluster(GkeClusterSpec.of("my-project", "europe-west4", "prod"));
 *   onboarding.set(google.settings());
 * }
 * }</pre>
 */
public final class EmbeddedGoogle extends EmbeddedCloud {
  private final GcpWorld world;
  private final GcpOperationsService operations;
  private final ExecutorService threads;
  private final Server server;
  private final GcpRest rest;
  private final Demux demux;

  private static final List<String> ENABLED_WITH_A_CLUSTER =
      List.of(
          "cloudresourcemanager.googleapis.com",
          "compute.googleapis.com",
          "container.googleapis.com",
          "serviceusage.googleapis.com");

  private EmbeddedGoogle(int port, Traffic traffic, Clock clock) {
    super(List.of("cloudresourcemanager", "container", "iam", "serviceusage"), traffic);
    world = new GcpWorld(clock);
    GcpFront front = new GcpFront(world, traffic);
    operations = new GcpOperationsService(front, world);
    threads = Executors.newCachedThreadPool(EmbeddedGoogle::daemon);
    List<BindableService> services = services(front, world, operations);
    try {
      server = started(services, threads);
      rest =
          new GcpRest(
              services.stream().map(BindableService::bindService).toList(),
              new GcpOrgPolicies(front, world),
              server.getPort(),
              threads);
      demux =
          Demux.start(
              port, first -> first.startsWith(Demux.HTTP2) ? server.getPort() : rest.port());
    } catch (IOException e) {
      threads.shutdown();
      throw new UncheckedIOException("port " + port + " is taken", e);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "embedded-google");
    thread.setDaemon(true);
    return thread;
  }

  private static List<BindableService> services(
      GcpFront front, GcpWorld world, GcpOperationsService operations) {
    return List.of(
        new GcpIamService(front, world),
        new GcpProjectsService(front, world),
        new GcpServicesService(front, world, operations),
        new GcpClustersService(front, world),
        operations);
  }

  private static Server started(List<BindableService> services, ExecutorService threads)
      throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .executor(threads);
    services.forEach(builder::addService);
    return builder.build().start();
  }

  /** Starts an embedded cloud on a free port that answers without delay. */
  public static EmbeddedGoogle start() {
    return start(0, Duration.ZERO);
  }

  /** Starts an embedded cloud on that port (0 for a free one) that delays every reply. */
  public static EmbeddedGoogle start(int port, Duration latency) {
    return new EmbeddedGoogle(port, new Traffic(latency), Clock.systemUTC());
  }

  /** Starts an embedded cloud on a free port; the clock decides when deleted objects expire. */
  public static EmbeddedGoogle start(Clock clock) {
    return new EmbeddedGoogle(0, new Traffic(Duration.ZERO), clock);
  }

  private EmbeddedGoogle changed(Consumer<GcpWorld> change) {
    synchronized (world) {
      change.accept(world);
    }
    return this;
  }

  /** Adds a GKE cluster; its project gets the APIs that a project with clusters has. */
  public EmbeddedGoogle cluster(GkeClusterSpec spec) {
    return changed(
        w -> {
          GcpProject project = w.add(spec.project());
          project.enabled().addAll(ENABLED_WITH_A_CLUSTER);
          project.clusters().put(spec.location() + "/" + spec.name(), cluster(w, spec));
        });
  }

  @SuppressWarnings("deprecation") // gcloud requires the node version to show a cluster
  private static Cluster cluster(GcpWorld world, GkeClusterSpec spec) {
    Cluster.Builder cluster =
        Cluster.newBuilder()
            .setName(spec.name())
            .setLocation(spec.location())
            .setEndpoint(spec.apiServer())
            .setCurrentMasterVersion("1.33.4-gke.1")
            .setCurrentNodeVersion("1.33.4-gke.1")
            .setStatus(Cluster.Status.RUNNING)
            .setWorkloadIdentityConfig(
                WorkloadIdentityConfig.newBuilder().setWorkloadPool(spec.workloadPool()));
    NodeConfig.Builder nodes = NodeConfig.newBuilder().setServiceAccount(spec.nodeServiceAccount());
    spec.describe(cluster);
    for (String pool : spec.nodePools()) {
      cluster.addNodePools(NodePool.newBuilder().setName(pool).setConfig(nodes));
    }
    return cluster.setId(String.valueOf(world.nextId())).build();
  }

  /** Removes a cluster, as its owner does; the other objects of the project stay. */
  public EmbeddedGoogle removeCluster(String project, String location, String name) {
    return changed(w -> w.add(project).clusters().remove(location + "/" + name));
  }

  /** Leaves the clusters of a zone out when clusters are listed: the zone does not answer. */
  public EmbeddedGoogle silence(String project, String zone) {
    return changed(w -> w.add(project).silentZones().add(zone));
  }

  /** Enables an API, as another tool does. */
  public EmbeddedGoogle enable(String project, String service) {
    return changed(w -> w.add(project).enabled().add(service));
  }

  /** Disables an API, as another tool does. */
  public EmbeddedGoogle disable(String project, String service) {
    return changed(w -> w.add(project).enabled().remove(service));
  }

  /**
   * Refuses requests to an API with SERVICE_DISABLED after onboarding enabled it.
   *
   * @param refused decides by the number of a request, counted from 1 in each project
   */
  public EmbeddedGoogle refuseAfterEnabling(String service, IntPredicate refused) {
    return changed(w -> w.refusals().afterEnabling(service, refused));
  }

  /** Refuses that many requests to an API: it is disabled in the project of the credentials. */
  public EmbeddedGoogle refuseInCallersProject(String service, int requests) {
    return changed(w -> w.refusals().inCallersProject(service, requests));
  }

  /** Enforces an organization policy: {@code constraints/iam.disableServiceAccountKeyCreation}. */
  public EmbeddedGoogle enforce(String project, String constraint) {
    return changed(w -> w.add(project).constraints().add(constraint));
  }

  /** Forgets a service account of another project: a policy that names it is invalid. */
  public EmbeddedGoogle unknownPrincipal(String project, String email) {
    return changed(w -> w.add(project).unknownPrincipals().add(email));
  }

  /** Adds a binding of another tool to the policy of a project. */
  public EmbeddedGoogle bind(String project, Binding binding) {
    return changed(w -> w.add(project).policy().add(binding));
  }

  /** Takes a permission from the caller: requests are refused, and tests of permissions tell so. */
  public EmbeddedGoogle lack(String permission) {
    return changed(w -> w.grants().lack(permission));
  }

  /** Limits a permission of the caller to the resources whose name contains that text. */
  public EmbeddedGoogle grantOnlyOn(String resource, String permission) {
    return changed(w -> w.grants().limit(permission, resource));
  }

  /** Lets the keys of a project expire, counted from their creation, as a policy demands it. */
  public EmbeddedGoogle keysExpireAfter(String project, Duration life) {
    return changed(w -> w.add(project).keyLife(life));
  }

  @Override
  public URI endpoint() {
    return demux.address();
  }

  @Override
  public Map<String, Object> state() {
    changed(w -> operations.finish());
    return world.state();
  }

  @Override
  public List<String> clusters() {
    List<String> uris = new ArrayList<>();
    changed(
        w ->
            w.projects()
                .forEach(
                    (id, project) ->
                        project
                            .clusters()
                            .keySet()
                            .forEach(c -> uris.add("gke://" + id + "/" + c))));
    return uris;
  }

  @Override
  public void close() {
    rest.close();
    server.shutdownNow();
    try {
      demux.close();
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdown();
  }
}
