package dev.onboard4j.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnversionedJarTest {
  /** The plan, the apply, the second plan, the plan of the removal, and the removal. */
  private static final int RUNS = 5;

  @TempDir private Path folder;

  @Test
  void aProviderWithoutVersionPlansAndSaysSoOncePerRun() throws IOException {
    Path sample = Jars.ours("sample-custom-provider");
    List<Path> jars = new ArrayList<>(Jars.withoutVendors());
    jars.remove(sample);
    jars.add(withoutManifest(sample));
    Printed printed =
        Host.run(
            List.of("-cp", Jars.path(jars), Program.class.getName()),
            List.of(Clouds.folder(Caller.MAIN, folder)));
    assertThat(printed.lines())
        .contains("installed folder bare.jar unpackaged")
        .anyMatch(
            line -> line.contains("planned [unpackaged create=2") && line.contains("removed"));
    assertThat(printed.notes())
        .hasSize(RUNS)
        .containsOnly(
            "note folder: bare.jar has no version; plans of other builds look like its own");
  }

  private Path withoutManifest(Path jar) throws IOException {
    Path bare = folder.resolve("bare.jar");
    try (JarFile from = new JarFile(jar.toFile());
        OutputStream file = Files.newOutputStream(bare);
        JarOutputStream to = new JarOutputStream(file)) {
      for (var entry :
          from.stream().filter(one -> !one.getName().endsWith("MANIFEST.MF")).toList()) {
        to.putNextEntry(new ZipEntry(entry.getName()));
        from.getInputStream(entry).transferTo(to);
      }
    }
    return bare;
  }
}
