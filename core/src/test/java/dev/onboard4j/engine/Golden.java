package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that were read by a person once and have to stay as they are. With {@code
 * ONBOARD4J_GOLDEN=write} they are written anew, to be read again.
 */
final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  static void check(String name, String text) {
    Path file = FOLDER.resolve(name + ".txt");
    try {
      if ("write".equals(System.getenv("ONBOARD4J_GOLDEN"))) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, text);
      }
      assertThat(text).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
