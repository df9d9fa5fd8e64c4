package dev.onboard4j.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.testkit.kube.ControlPlane;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("control-plane")
final class ControlPlaneTest {
  @Test
  void nothingOutlivesAKilledJvm() throws IOException {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                ControlPlaneTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    assertThat(out.readLine()).isEqualTo("ready");
    List<ProcessHandle> processes = child.descendants().toList();
    assertThat(processes).hasSizeGreaterThanOrEqualTo(6);
    child.destroyForcibly();
    Awaitility.await().until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Starts one and waits to be killed. */
  public static void main(String[] arguments) throws InterruptedException {
    try (ControlPlane plane = ControlPlane.start(Path.of(System.getenv(ControlPlane.ASSETS)))) {
      System.out.println(plane.server().getPort() > 0 ? "ready" : "not ready");
      Thread.currentThread().join();
    }
  }
}
