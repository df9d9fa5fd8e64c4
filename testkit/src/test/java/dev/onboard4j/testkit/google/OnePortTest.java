package dev.onboard4j.testkit.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.testkit.Http;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class OnePortTest {
  private static final String ACCOUNTS = "/v1/projects/my-project/serviceAccounts";

  @Test
  void aVersionedPathGoesToGoogleAndAnyOtherDoesNot() throws IOException {
    try (EmbeddedGoogle google = EmbeddedGoogle.start();
        EmbeddedKubernetes other = EmbeddedKubernetes.start();
        OnePort port = OnePort.start(0, other, google)) {
      google.enable("my-project", "iam.googleapis.com");
      assertThat(Http.to(port.address()).get(ACCOUNTS).statusCode()).isEqualTo(200);
      assertThat(Http.to(port.address()).get("/version").statusCode()).isEqualTo(200);
      assertThat(google.calls())
          .extracting(RecordedCall::name)
          .containsExactly("iam.serviceAccounts.list");
      assertThat(other.calls()).hasSize(1);
    }
  }

  /** google.rpc.Code: RESOURCE_EXHAUSTED is 429 over HTTP, UNAVAILABLE is 503. */
  @Test
  void aFaultOfAPermissionIsSeenOverHttpAsWell() throws IOException {
    try (EmbeddedGoogle google = EmbeddedGoogle.start()) {
      google.enable("my-project", "iam.googleapis.com");
      google.faults().on("iam.serviceAccounts.list", 1, Fault.of(Fault.Kind.THROTTLE));
      google.faults().on("iam.serviceAccounts.list", 2, Fault.of(Fault.Kind.UNAVAILABLE));
      Http asked = Http.to(google.endpoint());
      assertThat(asked.get(ACCOUNTS).statusCode()).isEqualTo(429);
      assertThat(asked.get(ACCOUNTS).statusCode()).isEqualTo(200);
      assertThat(asked.get(ACCOUNTS).statusCode()).isEqualTo(503);
      assertThat(google.calls()).hasSize(3);
    }
  }
}
