package dev.onboard4j.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.spi.SessionContext;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CloudSectionTest {
  private record Cluster(String provider, String account, String location, String name)
      implements ClusterRef {}

  /** A context that answers what a section is read from, and nothing else. */
  private static SessionContext context(Optional<Map<String, Object>> section) {
    Map<String, Object> answers =
        Map.of(
            "blueprint",
            section,
            "blueprintId",
            "mine/1",
            "cluster",
            new Cluster("aks", "subscription", "group", "prod"));
    return (SessionContext)
        Proxy.newProxyInstance(
            CloudSectionTest.class.getClassLoader(),
            new Class<?>[] {SessionContext.class},
            (proxy, method, arguments) -> answers.get(method.getName()));
  }

  @Test
  void theSectionOfTheCloudIsAnswered() {
    Map<String, Object> section = Map.of("roles", "any");
    assertThat(CloudSection.required(context(Optional.of(section)))).isEqualTo(section);
  }

  @Test
  void aBlueprintForOtherCloudsIsRefusedWithTheMissingSection() {
    assertThatThrownBy(() -> CloudSection.required(context(Optional.empty())))
        .hasMessageContaining("'mine/1' is for other clouds: it has no section clouds.aks");
  }
}
