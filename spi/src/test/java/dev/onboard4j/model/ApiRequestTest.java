package dev.onboard4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ApiRequestTest {
  private static final RequiredPermission PERMISSION =
      new RequiredPermission("iam:GetRole", "arn:aws:iam::123456789012:role/node");

  @Test
  void aRequestPrintsAsItsApiAndOperation() {
    assertThat(ApiRequest.of("iam", "GetRole", PERMISSION)).hasToString("iam:GetRole");
  }

  @Test
  void aRequestCountsForTheClustersAccountUnlessItSaysWhose() {
    ApiRequest request = ApiRequest.of("castle", "Register");
    assertThat(request.account()).isEmpty();
    assertThat(request.countedFor("organization/1").account()).isEqualTo("organization/1");
    assertThat(request.countedFor("organization/1").permissions()).isEqualTo(request.permissions());
  }

  @Test
  void anApiInUpperCaseOrNoOperationIsRefused() {
    assertThatThrownBy(() -> ApiRequest.of("IAM", "GetRole"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'IAM'");
    assertThatThrownBy(() -> ApiRequest.of("iam", " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("iam has no operation");
  }
}
