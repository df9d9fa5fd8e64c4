package dev.onboard4j.hosts;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars of the program, as Maven packaged them. */
final class Jars {
  static final Path TARGET = Path.of("target").toAbsolutePath();

  /** What runs the engine and the sample provider, without a vendor's SDK. */
  private static final List<String> OURS =
      List.of(
          "onboard4j-core-",
          "onboard4j-spi-",
          "onboard4j-sample-custom-provider-",
          "jackson-",
          "resilience4j-",
          "slf4j-");

  private Jars() {}

  /** The program itself. */
  static Path program() {
    return TARGET.resolve("onboard4j-host-tests-" + System.getProperty("project.version") + ".jar");
  }

  /** Everything that the program needs, without the program. */
  static List<Path> libraries() {
    return listed("program.classpath");
  }

  /** The libraries without the GKE provider and Google's clients. */
  static List<Path> withoutGke() {
    return listed("without-gke.classpath");
  }

  private static List<Path> listed(String file) {
    try {
      String classPath = Files.readString(TARGET.resolve(file)).strip();
      return Stream.of(classPath.split(File.pathSeparator)).map(Path::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The engine, the sample provider and what both need, with the program. */
  static List<Path> withoutVendors() {
    return withProgram(
        libraries().stream()
            .filter(jar -> OURS.stream().anyMatch(jar.getFileName().toString()::startsWith))
            .toList());
  }

  static List<Path> withProgram(List<Path> libraries) {
    List<Path> all = new ArrayList<>(libraries);
    all.add(program());
    return all;
  }

  /** The jars of a folder below {@code target/lib}. */
  static List<Path> folder(String name) {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(TARGET.resolve("lib").resolve(name), "*.jar")) {
      found.forEach(jars::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jars;
  }

  /** The jar of that artifact of ours. */
  static Path ours(String artifact) {
    return libraries().stream()
        .filter(jar -> jar.getFileName().toString().startsWith("onboard4j-" + artifact + "-"))
        .findFirst()
        .orElseThrow();
  }

  static String path(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
