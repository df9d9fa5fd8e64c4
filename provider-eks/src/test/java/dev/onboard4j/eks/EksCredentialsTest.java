package dev.onboard4j.eks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Tests the selection of credentials and the closing of their provider. */
final class EksCredentialsTest {
  /** A provider that counts how often it is closed. */
  private record Counting(AtomicInteger closed)
      implements AwsCredentialsProvider, SdkAutoCloseable {
    @Override
    public AwsCredentials resolveCredentials() {
      return AwsBasicCredentials.create("mine", "secret");
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  void anEmbeddersOwnProviderIsNotClosed() {
    Counting mine = new Counting(new AtomicInteger());
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      world.onboarding().with(AwsCredentialsProvider.class, mine).plan(world.cluster()).apply();
    }
    assertThat(mine.closed()).hasValue(0);
  }

  @Test
  void aSessionThatIsRefusedClosesNoProviderOfTheEmbedder() {
    Counting mine = new Counting(new AtomicInteger());
    try (EmbeddedWorld world = EmbeddedWorld.start()) {
      assertThatThrownBy(
              () ->
                  world
                      .onboarding()
                      .with(AwsCredentialsProvider.class, mine)
                      .set("platform.principal", "nonsense")
                      .plan(world.cluster()))
          .isInstanceOf(OnboardingException.class);
    }
    assertThat(mine.closed()).hasValue(0);
  }

  @Test
  void theFailureOfTheCredentialsChainIsTwoLines() {
    ApiRequest request = ApiRequest.of("sts", "GetCallerIdentity");
    AwsCredentialsProvider chain =
        AwsCredentialsProviderChain.of(ProfileCredentialsProvider.create("missing"));
    assertThatThrownBy(() -> AwsErrors.translated(request, chain::resolveCredentials))
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> {
              assertThat(e)
                  .hasMessage(
                      "sts:GetCallerIdentity: Unable to load credentials from any of the providers"
                          + " in the chain");
              assertThat(e.remedy()).startsWith("configure credentials");
              assertThat(e.getCause()).hasMessageContaining("ProfileCredentialsProvider");
            });
  }

  /** The SDK loads these by reflection, when a profile signs in through IAM Identity Center. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "software.amazon.awssdk.services.sso.auth.SsoProfileCredentialsProviderFactory",
        "software.amazon.awssdk.services.ssooidc.SsoOidcProfileTokenProviderFactory"
      })
  void profilesOfIdentityCenterHaveTheirSdkModule(String factory) {
    assertThatCode(() -> Class.forName(factory)).doesNotThrowAnyException();
  }
}
