package dev.onboard4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.testkit.aws.AwsWorlds;
import dev.onboard4j.testkit.aws.EmbeddedAws;
import dev.onboard4j.testkit.azure.AzureWorlds;
import dev.onboard4j.testkit.azure.EmbeddedAzure;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import dev.onboard4j.testkit.google.GoogleWorlds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The worlds that {@code embedded --seed world:NAME} loads. */
final class CliWorldsTest {
  @Test
  void aWorldIsInAllClouds() {
    assertThat(Arrays.stream(AwsWorlds.values()).map(Enum::name))
        .containsExactlyElementsOf(Arrays.stream(GoogleWorlds.values()).map(Enum::name).toList())
        .containsExactlyElementsOf(Arrays.stream(AzureWorlds.values()).map(Enum::name).toList());
    try (EmbeddedAws aws = EmbeddedAws.start();
        EmbeddedGoogle google = EmbeddedGoogle.start();
        EmbeddedAzure azure = EmbeddedAzure.start()) {
      Seed.plant(aws, google, azure, "years-of-others");
      assertThat(aws.state().toString()).contains("role terraform-role-39");
      assertThat(google.state().toString()).contains("user:person-69-19@example.com");
      assertThat(azure.state().toString()).contains("Team-59-Operators");
    }
  }

  @Test
  void anUnknownWorldIsRefusedWithTheNamesOfAll() {
    try (EmbeddedAws aws = EmbeddedAws.start();
        EmbeddedGoogle google = EmbeddedGoogle.start();
        EmbeddedAzure azure = EmbeddedAzure.start()) {
      assertThatThrownBy(() -> Seed.plant(aws, google, azure, "none"))
          .hasMessageContaining("[years-of-others, several-platforms]");
    }
  }
}
