package dev.onboard4j.testkit.google;

import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/**
 * Resource Manager v1, projects.getEffectiveOrgPolicy: what is in effect in a project.
 *
 * <p>There is no stub of v1, so it is answered over HTTP alone.
 */
final class GcpOrgPolicies {
  private static final String PERMISSION = "orgpolicy.policy.get";
  private static final String CUSTOMER = "C03projct";

  private final GcpFront front;
  private final GcpWorld world;

  GcpOrgPolicies(GcpFront front, GcpWorld world) {
    this.front = front;
    this.world = world;
  }

  Message effective(String project, Struct request) {
    Captured captured = new Captured();
    String constraint = request.getFieldsOrThrow("constraint").getStringValue();
    front.answer(
        captured,
        GcpFront.Asked.reading(PERMISSION, "projects/" + project),
        request,
        hidden -> policy(project, constraint));
    return captured.reply();
  }

  private Struct policy(String project, String constraint) {
    boolean enforced = world.project(project, PERMISSION).constraints().contains(constraint);
    Struct.Builder policy = Struct.newBuilder();
    policy.putFields("constraint", text(constraint));
    if (constraint.endsWith("Domains")) {
      ListValue customers = ListValue.newBuilder().addValues(text(CUSTOMER)).build();
      Struct.Builder list = Struct.newBuilder();
      if (enforced) {
        list.putFields("allowedValues", Value.newBuilder().setListValue(customers).build());
      } else {
        list.putFields("allValues", text("ALLOW"));
      }
      policy.putFields("listPolicy", Value.newBuilder().setStructValue(list).build());
    } else {
      Struct.Builder bool = Struct.newBuilder();
      if (enforced) {
        bool.putFields("enforced", Value.newBuilder().setBoolValue(true).build());
      }
      policy.putFields("booleanPolicy", Value.newBuilder().setStructValue(bool).build());
    }
    return policy.build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  /** What would go over the wire. */
  private static final class Captured implements StreamObserver<Struct> {
    private @Nullable Struct value;
    private @Nullable Throwable failure;

    @Override
    public void onNext(Struct next) {
      value = next;
    }

    @Override
    public void onError(Throwable error) {
      failure = error;
    }

    @Override
    public void onCompleted() {
      // The value is all there is.
    }

    Struct reply() {
      if (failure instanceof StatusRuntimeException status) {
        throw status;
      }
      if (value == null) {
        throw new IllegalStateException("no answer", failure);
      }
      return value;
    }
  }
}
