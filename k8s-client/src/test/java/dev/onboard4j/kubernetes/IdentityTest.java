package dev.onboard4j.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.Secret;
import dev.onboard4j.spi.KubernetesAccess;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An API server with several addresses. */
final class IdentityTest {
  private static final Identity CLOUD =
      Identity.of(
          new KubernetesAccess(
              URI.create("https://34.1.2.3"),
              "the cluster's authority",
              () -> Secret.of("token"),
              Set.of(URI.create("https://10.0.0.2"), URI.create("https://gke-1.gke.goog"))));

  @Test
  void eachAddressLeadsToTheSameApiServer() {
    assertThat(new Identity("https://10.0.0.2", "the cluster's authority", true).differences(CLOUD))
        .isEmpty();
    assertThat(new Identity("https://gke-1.gke.goog", "", true).differences(CLOUD)).isEmpty();
  }

  @Test
  void aPrivateAddressWithAnotherAuthorityLeadsElsewhere() {
    assertThat(new Identity("https://10.0.0.2", "another authority", true).differences(CLOUD))
        .containsExactly("its certificate authority is not the one the cloud tells");
  }

  @Test
  void anAddressThatTheCloudDoesNotReportLeadsElsewhere() {
    assertThat(new Identity("https://10.0.0.3", "the cluster's authority", true).differences(CLOUD))
        .hasSize(1);
  }
}
