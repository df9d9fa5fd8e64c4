package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.iam.admin.v1.IAMClient;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.GetPolicyOptions;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import dev.onboard4j.plan.BroaderAccess;
import dev.onboard4j.plan.OnboardingPlan;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Access that others widened is told first, and stays. */
final class WidenedAccessTest {
  private static final String EMAIL = "castai-gke-f6c433ac@my-project.iam.gserviceaccount.com";
  private static final String ACCOUNT = "projects/my-project/serviceAccounts/" + EMAIL;

  private GoogleWorld world;
  private IAMClient iam;

  @BeforeEach
  void start() throws IOException {
    world = GoogleWorld.withIam();
    iam = GoogleClients.iam(world.google());
    world.onboarding().plan(world.cluster()).apply();
    assertThat(drift().broader()).isEmpty();
  }

  @AfterEach
  void stop() {
    iam.shutdownNow();
    world.close();
  }

  private OnboardingPlan drift() {
    return world.onboarding().drift(world.cluster());
  }

  private List<String> broader() {
    return drift().broader().stream().map(BroaderAccess::text).toList();
  }

  @Test
  void aForeignRoleOfOurAccount() {
    world
        .google()
        .bind("my-project", GoogleWorld.binding("roles/owner", "serviceAccount:" + EMAIL));
    assertThat(broader())
        .containsExactly("serviceAccount:" + EMAIL + ": roles/owner in projects/my-project");
    assertThat(drift().hasChanges()).as("nothing repairs it").isFalse();
  }

  @Test
  void aForeignMemberThatMayUseOurAccount() {
    Policy policy =
        iam.getIamPolicy(
            GetIamPolicyRequest.newBuilder()
                .setResource(ACCOUNT)
                .setOptions(GetPolicyOptions.newBuilder().setRequestedPolicyVersion(3))
                .build());
    iam.setIamPolicy(
        SetIamPolicyRequest.newBuilder()
            .setResource(ACCOUNT)
            .setPolicy(
                policy.toBuilder()
                    .setVersion(3)
                    .addBindings(
                        GoogleWorld.binding(
                            "roles/iam.serviceAccountTokenCreator", "user:eve@example.com")))
            .build());
    assertThat(broader())
        .containsExactly(
            "binding by others on the account of this cluster:"
                + " roles/iam.serviceAccountTokenCreator user:eve@example.com");
  }

  @Test
  void otherBindingsOfTheProjectAreNotOurs() {
    world.google().bind("my-project", GoogleWorld.binding("roles/editor", "user:eve@example.com"));
    assertThat(broader()).isEmpty();
  }
}
