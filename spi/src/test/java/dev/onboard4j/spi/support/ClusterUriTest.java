package dev.onboard4j.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.model.OnboardingException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClusterUriTest {
  private static final String FORM = "cloud://ACCOUNT/REGION/NAME";

  @Test
  void aUriHasThreeParts() {
    assertThat(ClusterUri.parse(URI.create("cloud://42/here/prod"), FORM))
        .isEqualTo(new ClusterUri("42", "here", "prod"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cloud://42/here",
        "cloud://42/here/prod/more",
        "other://42/here/prod",
        "cloud://42//prod",
        "cloud:42",
        "42/here/prod"
      })
  void anotherFormIsRefusedWithTheRightOne(String uri) {
    assertThatThrownBy(() -> ClusterUri.parse(URI.create(uri), FORM))
        .isInstanceOf(OnboardingException.class)
        .hasMessageContaining("'" + uri + "' is not of the form " + FORM);
  }
}
