package dev.onboard4j.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the program in a JVM of its own. */
final class Host {
  private static final long LIMIT_SECONDS = 120;

  private Host() {}

  /**
   * Runs java with these options and orders.
   *
   * @return what it printed
   */
  static Printed run(List<String> options, List<Order> orders) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Each host runs for seconds: the second compiler would not pay.
    line.add("-XX:TieredStopAtLevel=1");
    line.addAll(options);
    orders.forEach(order -> line.add(order.argument()));
    try {
      Path output = Files.createTempFile(Jars.TARGET, "host", ".txt");
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        List<String> printed = Files.readAllLines(output);
        assertThat(ended).as("ended: %s", printed).isTrue();
        assertThat(process.exitValue()).as(String.join("\n", printed)).isZero();
        return new Printed(printed);
      } finally {
        process.destroyForcibly();
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
