package dev.onboard4j.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.spi.Resource.ManualSteps;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeclarationTest {
  private static final List<RequiredPermission> DENIED =
      List.of(new RequiredPermission("iam:GetRole", "*"));

  private static Resource step(String name) {
    return Resource.manual(
        ResourceId.of("step", name), ResourceKind.ROLE, ManualSteps.of("do it", "undo it"));
  }

  @Test
  void withoutTheFactsNoResourceIsRead() {
    Declaration declaration =
        Declaration.of(List.of(step("one"), step("other")))
            .readingFactsWith(DENIED)
            .unreadable(DENIED);
    assertThat(declaration.resources())
        .hasSize(2)
        .allSatisfy(
            resource ->
                assertThat(resource.handler().read(resource, null))
                    .isEqualTo(Observed.unreadable(DENIED)));
    assertThat(declaration.factPermissions()).isEqualTo(DENIED);
  }
}
