package dev.onboard4j.testkit.google;

import com.google.api.serviceusage.v1.BatchEnableServicesRequest;
import com.google.api.serviceusage.v1.BatchGetServicesRequest;
import com.google.api.serviceusage.v1.BatchGetServicesResponse;
import com.google.api.serviceusage.v1.ListServicesRequest;
import com.google.api.serviceusage.v1.ListServicesResponse;
import com.google.api.serviceusage.v1.Service;
import com.google.api.serviceusage.v1.ServiceConfig;
import com.google.api.serviceusage.v1.ServiceUsageGrpc;
import com.google.api.serviceusage.v1.State;
import com.google.longrunning.Operation;
import dev.onboard4j.testkit.google.GcpFront.Asked;
import io.grpc.stub.StreamObserver;

/** The Service Usage API v1 over gRPC: reads the APIs of a project and enables them in batches. */
final class GcpServicesService extends ServiceUsageGrpc.ServiceUsageImplBase {
  private static final int AT_ONCE = 20;

  private final GcpFront front;
  private final GcpWorld world;
  private final GcpOperationsService operations;

  GcpServicesService(GcpFront front, GcpWorld world, GcpOperationsService operations) {
    this.front = front;
    this.world = world;
    this.operations = operations;
  }

  private GcpProject project(String name, String permission) {
    return world.project(name.replaceFirst("^projects/", ""), permission);
  }

  @Override
  public void batchGetServices(
      BatchGetServicesRequest request, StreamObserver<BatchGetServicesResponse> out) {
    String permission = "serviceusage.services.get";
    front.answer(
        out,
        Asked.reading(permission, request.getParent()),
        request,
        x -> services(project(request.getParent(), permission), request));
  }

  private static BatchGetServicesResponse services(
      GcpProject project, BatchGetServicesRequest request) {
    BatchGetServicesResponse.Builder all = BatchGetServicesResponse.newBuilder();
    String parent = "projects/" + project.number();
    for (String name : request.getNamesList()) {
      String service = name.replaceFirst(".*/services/", "");
      boolean enabled = project.enabled().contains(service);
      all.addServices(
          Service.newBuilder()
              .setName(parent + "/services/" + service)
              .setParent(parent)
              .setState(enabled ? State.ENABLED : State.DISABLED));
    }
    return all.build();
  }

  @Override
  public void listServices(ListServicesRequest request, StreamObserver<ListServicesResponse> out) {
    String permission = "serviceusage.services.list";
    front.answer(
        out,
        Asked.reading(permission, request.getParent()),
        request,
        x -> enabled(project(request.getParent(), permission), request.getParent()));
  }

  private static ListServicesResponse enabled(GcpProject project, String parent) {
    ListServicesResponse.Builder all = ListServicesResponse.newBuilder();
    for (String name : project.enabled()) {
      all.addServices(
          Service.newBuilder()
              .setName(parent + "/services/" + name)
              .setParent(parent)
              .setConfig(ServiceConfig.newBuilder().setName(name).setTitle(name))
              .setState(State.ENABLED));
    }
    return all.build();
  }

  @Override
  public void batchEnableServices(
      BatchEnableServicesRequest request, StreamObserver<Operation> out) {
    String permission = "serviceusage.services.enable";
    front.answer(
        out,
        Asked.writing(permission, request.getParent()),
        request,
        hidden -> {
          GcpProject project = project(request.getParent(), permission);
          if (request.getServiceIdsCount() == 0 || request.getServiceIdsCount() > AT_ONCE) {
            throw GcpError.invalid("A batch enables 1 to 20 services.");
          }
          return operations.start(hidden, () -> project.enable(request.getServiceIdsList()));
        });
  }
}
