package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Secret;
import dev.onboard4j.spi.Platform;
import dev.onboard4j.spi.RequestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretsDirectoryTest {
  private static final ClusterRef CLUSTER = MemoryCloud.cluster();

  /** Files need no requests. */
  private static final @Nullable RequestContext REQUESTS = null;

  @TempDir private Path folder;

  @Test
  void aCredentialGoesToAFileOfItsOwnerAlone() throws IOException {
    Platform platform = new SecretsDirectory(folder.resolve("secrets"));
    platform.deliver(CLUSTER, "key", "v1", Secret.of("hush"), REQUESTS);
    Path file = file("key");
    assertThat(file).hasContent("hush");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(platform.delivered(CLUSTER, "key", REQUESTS)).contains("v1");
  }

  private Path file(String name) {
    return folder.resolve("secrets/memory%3A%2F%2Faccount%2Fhere%2Fprod").resolve(name);
  }

  @Test
  void twoClustersKeepTheirCredentialsApart() {
    Platform platform = new SecretsDirectory(folder.resolve("secrets"));
    ClusterRef other = new MemoryProvider.MemoryCluster("other");
    platform.deliver(CLUSTER, "key", "v1", Secret.of("hush"), REQUESTS);
    platform.deliver(other, "key", "v2", Secret.of("hush hush"), REQUESTS);
    assertThat(platform.delivered(CLUSTER, "key", REQUESTS)).contains("v1");
    assertThat(platform.delivered(other, "key", REQUESTS)).contains("v2");
    assertThat(file("key")).hasContent("hush");
  }

  @Test
  void aNameOfACredentialCannotLeaveTheFolder() {
    Platform platform = new SecretsDirectory(folder.resolve("secrets"));
    platform.deliver(CLUSTER, "../key", "v1", Secret.of("hush"), REQUESTS);
    assertThat(folder.resolve("key")).doesNotExist();
  }

  @Test
  void withoutAFolderNothingReceivesACredential() {
    assertThatThrownBy(
            () -> Platform.none().deliver(CLUSTER, "key", "v1", Secret.of("hush"), REQUESTS))
        .isInstanceOf(OnboardingException.class)
        .hasMessageContaining("nothing receives")
        .hasMessageNotContaining("hush");
  }

  @Test
  void aRunWithAFolderHasNoPlatformOtherwise() {
    MemoryCloud cloud = new MemoryCloud().plain("a");
    Onboarding onboarding = cloud.onboarding().secretsDirectory(folder);
    assertThat(onboarding.plan(CLUSTER).apply().succeeded()).isTrue();
    Platform platform = cloud.session.context.platform();
    assertThat(platform.id()).isEqualTo("none");
    assertThatThrownBy(() -> platform.register(CLUSTER, REQUESTS))
        .hasMessage("there is no platform to register memory://account/here/prod");
  }

  @Test
  void aFolderThatCannotBeWrittenIsToldWithItsPath() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Platform platform = new SecretsDirectory(file);
    assertThatThrownBy(() -> platform.deliver(CLUSTER, "key", "v1", Secret.of("hush"), REQUESTS))
        .hasMessageStartingWith("cannot write " + file)
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> assertThat(e.category()).isEqualTo(OnboardingException.Category.CALLER));
  }

  @Test
  void anotherDeliveryReplacesTheFirstOneAndItsMode() throws IOException {
    Platform platform = new SecretsDirectory(folder.resolve("secrets"));
    platform.deliver(CLUSTER, "key", "v1", Secret.of("longer than the next"), REQUESTS);
    Files.setPosixFilePermissions(file("key"), PosixFilePermissions.fromString("rw-r--r--"));
    platform.deliver(CLUSTER, "key", "v2", Secret.of("hush"), REQUESTS);
    assertThat(file("key")).hasContent("hush");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("key"))))
        .isEqualTo("rw-------");
    assertThat(platform.delivered(CLUSTER, "key", REQUESTS)).contains("v2");
  }
}
