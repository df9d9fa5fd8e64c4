package dev.onboard4j.architecture;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A module of the root pom that has code; its packages are those of its sources. Exported are the
 * packages that others can use: those that {@code module-info.java} exports where there is one,
 * else all.
 */
record MavenModule(
    String name, Kind kind, Path folder, SortedSet<String> packages, Set<String> exported) {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final List<MavenModule> ALL =
      Pom.of(ROOT).modules().stream()
          .filter(name -> Files.isDirectory(sources(ROOT.resolve(name))))
          .map(MavenModule::read)
          .toList();

  static List<MavenModule> all() {
    return ALL;
  }

  /** Those that the bill of materials offers to others. */
  static List<MavenModule> published() {
    Set<String> offered = Set.copyOf(Pom.of(ROOT.resolve("bom")).dependencies());
    return ALL.stream().filter(module -> offered.contains(module.artifact())).toList();
  }

  String artifact() {
    return Pom.of(folder).artifact();
  }

  Path classes() {
    return folder.resolve("target/classes");
  }

  /** The Java files below {@code src/main/java}, sorted. */
  List<Path> mainSources() {
    return javaFiles(sources(folder));
  }

  List<Path> testSources() {
    return javaFiles(folder.resolve("src/test/java"));
  }

  @Override
  public String toString() {
    return name;
  }

  static List<Path> javaFiles(Path root) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MavenModule read(String name) {
    Path folder = ROOT.resolve(name);
    Path sources = sources(folder);
    SortedSet<String> packages =
        javaFiles(sources).stream()
            .map(file -> sources.relativize(file).getParent())
            .filter(parent -> parent != null) // module-info.java
            .map(parent -> parent.toString().replace(parent.getFileSystem().getSeparator(), "."))
            .collect(toCollection(TreeSet::new));
    return new MavenModule(name, Kind.of(name), folder, packages, exported(folder, packages));
  }

  private static Set<String> exported(Path folder, SortedSet<String> packages) {
    Path descriptor = folder.resolve("target/classes/module-info.class");
    if (!Files.exists(descriptor)) {
      return packages;
    }
    try (InputStream in = Files.newInputStream(descriptor)) {
      return ModuleDescriptor.read(in).exports().stream()
          .filter(exports -> !exports.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .collect(toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path sources(Path folder) {
    return folder.resolve("src/main/java");
  }
}
