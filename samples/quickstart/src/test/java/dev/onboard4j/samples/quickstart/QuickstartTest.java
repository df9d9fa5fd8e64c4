package dev.onboard4j.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.testkit.azure.EmbeddedAzure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class QuickstartTest {
  @Test
  void theFirstCommandOfTheReadmeTellsItsWholeStory() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Quickstart.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    String story = bytes.toString(StandardCharsets.UTF_8);
    assertThat(story)
        .contains("Summary: 29 create, 2 keep.", "role-arn = arn:aws:iam::", "Summary: 31 keep.")
        .contains("Left in the account: {ec2={}, eks={}, iam={}}")
        .contains(
            "Summary: 4 create, 1 update, 1 keep, 1 manual.",
            "service-account-email = castai-gke-f6c433ac@")
        .contains("iam.serviceAccounts.setIamPolicy=1", "resourcemanager.projects.setIamPolicy=1")
        .contains("role-definition/CastAKSRole-3b1a9f20", "tenant-id = " + EmbeddedAzure.TENANT);
  }
}
