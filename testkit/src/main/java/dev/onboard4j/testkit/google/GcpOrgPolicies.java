package dev.onboard4j.testkit.google;

import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/**
 * The organization policies in effect in a project: Resource Manager v1 for legacy constraints,
 * Organization Policy v2 for managed ones.
 *
 * <p>They have no gRPC stub on the class path; the methods are served over HTTP only.
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

  /** Organization Policy API v2, projects.policies.getEffectivePolicy: managed constraints. */
  Message effectiveManaged(String project, String policy) {
    Captured captured = new Captured();
    front.answer(
        captured,
        GcpFront.Asked.reading(PERMISSION, "projects/" + project),
        Struct.newBuilder().putFields("name", text(policy)).build(),
        hidden -> managed(project, policy));
    return captured.reply();
  }

  private Struct managed(String project, String policy) {
    boolean enforced =
        world.project(project, PERMISSION).constraints().contains("constraints/" + policy);
    Struct.Builder rule =
        Struct.newBuilder().putFields("enforce", Value.newBuilder().setBoolValue(enforced).build());
    if (enforced && policy.endsWith("allowedPolicyMembers")) {
      ListValue members =
          ListValue.newBuilder().addValues(text("//cloudresourcemanager/" + CUSTOMER)).build();
      rule.putFields(
          "parameters",
          struct("allowedPrincipalSets", Value.newBuilder().setListValue(members).build()));
    }
    Value rules =
        Value.newBuilder()
            .setListValue(
                ListValue.newBuilder()
                    .addValues(Value.newBuilder().setStructValue(rule.build()).build()))
            .build();
    return Struct.newBuilder()
        .putFields("name", text("projects/" + project + "/policies/" + policy))
        .putFields("spec", struct("rules", rules))
        .build();
  }

  private Struct policy(String project, String constraint) {
    boolean enforced = world.project(project, PERMISSION).constraints().contains(constraint);
    if (constraint.contains(".managed.")) {
      throw GcpError.invalid("Constraint " + constraint + " is not known to this API.");
    }
    Struct.Builder policy = Struct.newBuilder();
    policy.putFields("constraint", text(constraint));
    if (constraint.endsWith("Domains")) {
      policy.putFields(
          "listPolicy", enforced ? only(CUSTOMER) : struct("allValues", text("ALLOW")));
    } else if (enforced) {
      Value yes = Value.newBuilder().setBoolValue(true).build();
      policy.putFields("booleanPolicy", struct("enforced", yes));
    } else {
      Value no = Value.newBuilder().setStructValue(Struct.getDefaultInstance()).build();
      policy.putFields("booleanPolicy", no);
    }
    return policy.build();
  }

  private static Value only(String customer) {
    ListValue customers = ListValue.newBuilder().addValues(text(customer)).build();
    return struct("allowedValues", Value.newBuilder().setListValue(customers).build());
  }

  private static Value struct(String name, Value value) {
    return Value.newBuilder()
        .setStructValue(Struct.newBuilder().putFields(name, value).build())
        .build();
  }

  private static Value text(String text) {
    return Value.newBuilder().setStringValue(text).build();
  }

  /** The exchange that faults apply to. */
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
      // A unary method has one value and nothing after it.
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
