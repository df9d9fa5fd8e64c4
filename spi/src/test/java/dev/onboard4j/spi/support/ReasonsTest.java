package dev.onboard4j.spi.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReasonsTest {
  private static final Grant READ =
      new Grant("role", new JustifiedPermission("s3:Get", "reads reports", "page 1"), "bucket", "");
  private static final Reasons REASONS = Reasons.of(List.of(READ));

  private static Grant found(String scope) {
    return new Grant("role", JustifiedPermission.unexplained("s3:Get"), scope, "");
  }

  @Test
  void exactlyTheRecordedGrantGetsItsReason() {
    assertThat(REASONS.explain(List.of(found("bucket")))).containsExactly(READ);
  }

  @Test
  void aWiderGrantStaysUnexplained() {
    assertThat(REASONS.explain(List.of(found("*")))).containsExactly(found("*"));
  }
}
