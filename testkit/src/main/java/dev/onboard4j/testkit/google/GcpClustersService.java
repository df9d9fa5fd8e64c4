package dev.onboard4j.testkit.google;

import com.google.container.v1.Cluster;
import com.google.container.v1.ClusterManagerGrpc;
import com.google.container.v1.GetClusterRequest;
import dev.onboard4j.testkit.google.GcpFront.Asked;
import io.grpc.stub.StreamObserver;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** GetCluster of the Kubernetes Engine API v1 over gRPC. */
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
