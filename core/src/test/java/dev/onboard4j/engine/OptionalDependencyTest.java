package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Change;
import org.junit.jupiter.api.Test;

final class OptionalDependencyTest {
  private static final State WANTED = State.builder().known("size", 1).build();

  private final MemoryCloud cloud = new MemoryCloud();

  private void wantsNamespaceFirst() {
    ResourceId namespace = MemoryCloud.id("namespace");
    cloud.thing("a-release", WANTED, resource -> resource.dependingOnIfDeclared(namespace));
  }

  @Test
  void anUpstreamThatIsDeclaredComesFirst() {
    wantsNamespaceFirst();
    cloud.plain("namespace");
    assertThat(cloud.plan().plan().changes())
        .extracting(change -> change.id().name())
        .containsExactly("namespace", "a-release");
    cloud.plan().apply();
    assertThat(cloud.log).containsExactly("write namespace", "write a-release");
  }

  @Test
  void anUpstreamThatNothingDeclaresIsNotWaitedFor() {
    wantsNamespaceFirst();
    assertThat(cloud.plan().plan().changes())
        .extracting(Change::dependsOn)
        .allSatisfy(upstream -> assertThat(upstream).isEmpty());
    assertThat(cloud.plan().apply().succeeded()).isTrue();
  }
}
