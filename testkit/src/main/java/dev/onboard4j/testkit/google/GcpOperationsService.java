package dev.onboard4j.testkit.google;

import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc;
import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import dev.onboard4j.testkit.google.GcpFront.Asked;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;

/** Long-running operations, which end after some polls; guarded by the world. */
final class GcpOperationsService extends OperationsGrpc.OperationsImplBase {
  private static final int POLLS = 2;

  private final GcpFront front;
  private final GcpWorld world;
  private final Map<String, Running> running = new HashMap<>();

  private static final class Running {
    private final Runnable effect;
    private int polls;

    Running(Runnable effect, int polls) {
      this.effect = effect;
      this.polls = polls;
    }
  }

  GcpOperationsService(GcpFront front, GcpWorld world) {
    this.front = front;
    this.world = world;
  }

  /** Starts an operation that has its effect at its last poll. */
  Operation start(int more, Runnable effect) {
    String name = "operations/acf.p2-" + world.nextId();
    running.put(name, new Running(effect, POLLS + more));
    return Operation.newBuilder().setName(name).build();
  }

  @Override
  public void getOperation(GetOperationRequest request, StreamObserver<Operation> out) {
    Asked asked = Asked.reading("serviceusage.operations.get", request.getName());
    front.answer(out, asked, request, x -> poll(request.getName()));
  }

  private Operation poll(String name) {
    Running operation = running.get(name);
    if (operation == null) {
      throw GcpError.notFound("Operation " + name + " was not found.");
    }
    operation.polls--;
    if (operation.polls > 0) {
      return Operation.newBuilder().setName(name).build();
    }
    operation.effect.run();
    return Operation.newBuilder()
        .setName(name)
        .setDone(true)
        .setResponse(Any.pack(Empty.getDefaultInstance()))
        .build();
  }

  /** Ends all operations: Google completes them without polls, too. */
  void finish() {
    running.values().forEach(operation -> operation.effect.run());
    running.clear();
  }
}
