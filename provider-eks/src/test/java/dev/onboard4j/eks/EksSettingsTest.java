package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EksSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "eks.path, platform, begins and ends with a slash",
    "eks.assume-role-arn, arn:aws:iam::123456789012:user/me, the ARN of a role",
    "eks.permissions-boundary, edge, the ARN of a policy",
    "eks.policy-name, My Policy, 1 to 128 letters",
    "endpoint.iam, localhost, no http or https address"
  })
  void aValueOfAnotherFormIsRefusedBeforeAnyRequest(String key, String value, String words) {
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      assertThatThrownBy(() -> world.onboarding().set(key, value).plan(world.cluster()))
          .hasMessageContaining(key)
          .hasMessageContaining(words);
      assertThat(world.calls()).isEmpty();
    }
  }
}
