package dev.onboard4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.spi.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NoPlatformTest {
  private static final ClusterRef CLUSTER =
      new ClusterRef() {
        @Override
        public String provider() {
          return "memory";
        }

        @Override
        public String account() {
          return "account";
        }

        @Override
        public String location() {
          return "here";
        }

        @Override
        public String name() {
          return "prod";
        }
      };

  @TempDir private Path folder;

  @Test
  void aCredentialGoesToAFileOfItsOwnerAlone() throws IOException {
    Platform platform = Platform.none(folder.resolve("secrets"));
    platform.deliver(CLUSTER, "key", "v1", Secret.of("hush"));
    Path file = folder.resolve("secrets/key");
    assertThat(file).hasContent("hush");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(platform.delivered(CLUSTER, "key")).contains("v1");
  }

  @Test
  void aNameOfACredentialCannotLeaveTheFolder() {
    Platform platform = Platform.none(folder.resolve("secrets"));
    platform.deliver(CLUSTER, "../key", "v1", Secret.of("hush"));
    assertThat(folder.resolve("key")).doesNotExist();
  }

  @Test
  void withoutAFolderNobodyReceivesACredential() {
    assertThatThrownBy(() -> Platform.none().deliver(CLUSTER, "key", "v1", Secret.of("hush")))
        .isInstanceOf(OnboardingException.class)
        .hasMessageContaining("nobody to receive")
        .hasMessageNotContaining("hush");
  }
}
