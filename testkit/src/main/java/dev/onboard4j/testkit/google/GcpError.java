package dev.onboard4j.testkit.google;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Map;

/** The errors of Google's APIs, in their real form: google.rpc.Status with typed details. */
final class GcpError {
  private GcpError() {}

  static StatusRuntimeException of(Code code, String message) {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder().setCode(code.getNumber()).setMessage(message).build());
  }

  /** AIP-193: every error has a reason, a domain and metadata. */
  static StatusRuntimeException of(
      Code code, String message, String reason, String domain, Map<String, String> about) {
    ErrorInfo info =
        ErrorInfo.newBuilder().setReason(reason).setDomain(domain).putAllMetadata(about).build();
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(message)
            .addDetails(Any.pack(info))
            .build());
  }

  static StatusRuntimeException notFound(String what) {
    return of(Code.NOT_FOUND, what);
  }

  static StatusRuntimeException exists(String what) {
    return of(Code.ALREADY_EXISTS, what);
  }

  static StatusRuntimeException invalid(String what) {
    return of(Code.INVALID_ARGUMENT, what);
  }

  /** IAM API: a quota of a project is a failed precondition or an exhausted resource. */
  static StatusRuntimeException quota(String what) {
    return of(Code.RESOURCE_EXHAUSTED, what);
  }

  static StatusRuntimeException precondition(String what, String constraint, String subject) {
    PreconditionFailure failure =
        PreconditionFailure.newBuilder()
            .addViolations(
                PreconditionFailure.Violation.newBuilder()
                    .setType(constraint)
                    .setSubject(subject)
                    .setDescription(what))
            .build();
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(Code.FAILED_PRECONDITION.getNumber())
            .setMessage(what)
            .addDetails(Any.pack(failure))
            .build());
  }

  /** A refusal by an organization policy; a managed constraint answers in a form of its own. */
  static StatusRuntimeException constraint(String what, String constraint, String subject) {
    return constraint.startsWith("constraints/iam.managed.")
        ? of(
            Code.FAILED_PRECONDITION,
            "Operation denied by org policy on resource '%s': [\"%s\": \"%s\"]."
                .formatted(subject, constraint, what),
            "CUSTOM_ORG_POLICY_VIOLATION",
            "googleapis.com",
            Map.of("customConstraints", constraint))
        : precondition(what, constraint, subject);
  }

  static StatusRuntimeException denied(String permission, String resource) {
    return of(
        Code.PERMISSION_DENIED,
        "Permission '"
            + permission
            + "' denied on resource '"
            + resource
            + "' (or it may not exist).",
        "IAM_PERMISSION_DENIED",
        "iam.googleapis.com",
        Map.of("permission", permission, "resource", resource));
  }

  /** Service Usage: the error of an API that is not enabled in the project. */
  static StatusRuntimeException disabled(String service, long project) {
    return of(
        Code.PERMISSION_DENIED,
        service
            + " has not been used in project "
            + project
            + " before or it is disabled. Enable it, then retry.",
        "SERVICE_DISABLED",
        "googleapis.com",
        Map.of("service", service, "consumer", "projects/" + project));
  }
}
