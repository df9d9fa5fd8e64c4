package dev.onboard4j.engine;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * Where a class comes from, for messages and for the version in a plan.
 *
 * @param file the jar's or folder's name
 * @param artifact its Maven coordinates without version, or the file again
 * @param version its version, or {@code unpackaged}
 */
record Jar(String file, String artifact, String version) {
  static Jar of(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return unpackaged(type.getModule().isNamed() ? type.getModule().getName() : "unknown");
    }
    try {
      Path path = Path.of(source.getLocation().toURI());
      String name = String.valueOf(path.getFileName());
      return Files.isRegularFile(path) ? packaged(path, name) : unpackaged(name);
    } catch (IOException | URISyntaxException | IllegalArgumentException e) {
      return unpackaged(source.getLocation().toString());
    }
  }

  private static Jar packaged(Path path, String name) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      Manifest manifest = jar.getManifest();
      Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
      return new Jar(
          name,
          text(main, "Onboard4j-Artifact", name),
          text(main, "Implementation-Version", "unpackaged"));
    }
  }

  private static String text(Attributes attributes, String name, String otherwise) {
    String value = attributes.getValue(name);
    return value == null ? otherwise : value;
  }

  private static Jar unpackaged(String name) {
    return new Jar(name, name, "unpackaged");
  }
}
