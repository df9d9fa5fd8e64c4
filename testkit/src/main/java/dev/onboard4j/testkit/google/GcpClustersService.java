package dev.onboard4j.testkit.google;

import com.google.container.v1.Cluster;
import com.google.container.v1.ClusterManagerGrpc;
import com.google.container.v1.GetClusterRequest;
import com.google.container.v1.ListClustersRequest;
import com.google.container.v1.ListClustersResponse;
import dev.onboard4j.testkit.google.GcpFront.Asked;
import io.grpc.stub.StreamObserver;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads clusters of the Kubernetes Engine API v1 over gRPC. */
final class GcpClustersService extends ClusterManagerGrpc.ClusterManagerImplBase {
  private static final String API = "container.googleapis.com";
  private static final Pattern NAME =
      Pattern.compile("projects/([^/]+)/locations/([^/]+)/clusters/([^/]+)");

  private final GcpFront front;
  private final GcpWorld world;

  GcpClustersService(GcpFront front, GcpWorld world) {
    this.front = front;
    this.world = world;
  }

  @Override
  public void getCluster(GetClusterRequest request, StreamObserver<Cluster> out) {
    Asked asked = Asked.reading("container.clusters.get", request.getName());
    front.answer(out, asked, request, x -> found(request.getName()));
  }

  @Override
  public void listClusters(ListClustersRequest request, StreamObserver<ListClustersResponse> out) {
    Asked asked = Asked.reading("container.clusters.list", request.getParent());
    front.answer(out, asked, request, x -> listed(request.getParent()));
  }

  private ListClustersResponse listed(String parent) {
    String[] parts = parent.split("/", -1);
    GcpProject project = world.answering(API, world.project(parts[1], "container.clusters.list"));
    ListClustersResponse.Builder all = ListClustersResponse.newBuilder();
    project.clusters().values().stream()
        .filter(cluster -> parts[3].equals("-") || cluster.getLocation().equals(parts[3]))
        .forEach(cluster -> add(cluster, project, all));
    return all.build();
  }

  /** The clusters of a zone that does not answer are left out; the reply names the zone. */
  private static void add(Cluster cluster, GcpProject project, ListClustersResponse.Builder all) {
    if (project.silentZones().contains(cluster.getLocation())) {
      all.addMissingZones(cluster.getLocation());
    } else {
      all.addClusters(cluster);
    }
  }

  private Cluster found(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw GcpError.invalid("Invalid cluster name: " + name);
    }
    GcpProject project =
        world.answering(API, world.project(matcher.group(1), "container.clusters.get"));
    Cluster cluster = project.clusters().get(matcher.group(2) + "/" + matcher.group(3));
    if (cluster == null) {
      throw GcpError.notFound("Not found: " + name + ".");
    }
    return cluster;
  }
}
