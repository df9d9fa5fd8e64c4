package dev.onboard4j.testkit.google;

import com.google.cloud.resourcemanager.v3.ProjectsGrpc;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.iam.v1.TestIamPermissionsRequest;
import com.google.iam.v1.TestIamPermissionsResponse;
import dev.onboard4j.testkit.google.GcpFront.Asked;
import io.grpc.stub.StreamObserver;

/** The policy methods of the Cloud Resource Manager API v3 over gRPC. */
final class GcpProjectsService extends ProjectsGrpc.ProjectsImplBase {
  private static final String API = "cloudresourcemanager.googleapis.com";

  private final GcpFront front;
  private final GcpWorld world;

  GcpProjectsService(GcpFront front, GcpWorld world) {
    this.front = front;
    this.world = world;
  }

  private GcpProject project(String name, String permission) {
    return world.answering(API, world.project(name.replaceFirst("^projects/", ""), permission));
  }

  @Override
  public void getIamPolicy(GetIamPolicyRequest request, StreamObserver<Policy> out) {
    String permission = "resourcemanager.projects.getIamPolicy";
    front.answer(
        out,
        Asked.reading(permission, request.getResource()),
        request,
        x -> project(request.getResource(), permission).policy().get(request.getOptions()));
  }

  @Override
  public void setIamPolicy(SetIamPolicyRequest request, StreamObserver<Policy> out) {
    String permission = "resourcemanager.projects.setIamPolicy";
    front.answer(
        out,
        Asked.writing(permission, request.getResource()),
        request,
        x -> project(request.getResource(), permission).policy().set(request.getPolicy()));
  }

  /** Requires no permission. */
  @Override
  public void testIamPermissions(
      TestIamPermissionsRequest request, StreamObserver<TestIamPermissionsResponse> out) {
    String name = "resourcemanager.projects.testIamPermissions";
    front.answer(
        out,
        Asked.reading(name, request.getResource()),
        request,
        x -> {
          project(request.getResource(), name);
          return TestIamPermissionsResponse.newBuilder()
              .addAllPermissions(
                  world.grants().held(request.getPermissionsList(), request.getResource()))
              .build();
        });
  }
}
