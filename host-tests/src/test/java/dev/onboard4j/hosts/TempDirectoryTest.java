package dev.onboard4j.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing needs the directory for temporary files. */
final class TempDirectoryTest {
  @TempDir private Path root;

  @Test
  void aMissingTempDirectoryStopsNothing() {
    onboardWith(root.resolve("missing"));
  }

  /** A file stands for a directory that cannot be written: not even by root, unlike read-only. */
  @Test
  void aTempDirectoryThatCannotBeWrittenStopsNothing() throws IOException {
    onboardWith(Files.createFile(root.resolve("file")));
  }

  private static void onboardWith(Path temp) {
    String classPath = Jars.path(Jars.withProgram(Jars.libraries()));
    try (Clouds clouds = new Clouds()) {
      List<Order> orders = List.of(clouds.eks(Caller.MAIN), clouds.gke(Caller.MAIN));
      Host.run(
              List.of("-Djava.io.tmpdir=" + temp, "-cp", classPath, Program.class.getName()),
              orders)
          .hasDone(orders);
    }
  }
}
