package dev.onboard4j.cli;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads further jars: those in {@code plugins/} beside the jar, and those of an option. */
final class Plugins {
  private Plugins() {}

  static ClassLoader loader(@Nullable Path extra) throws IOException {
    List<URL> jars = new ArrayList<>(jars(home().resolve("plugins")));
    if (extra != null) {
      if (!Files.isDirectory(extra)) {
        throw new IOException(extra + " is no folder");
      }
      jars.addAll(jars(extra));
    }
    ClassLoader own = Plugins.class.getClassLoader();
    return jars.isEmpty() ? own : new URLClassLoader(jars.toArray(URL[]::new), own);
  }

  /** The folder of the jar, with links resolved. */
  private static Path home() throws IOException {
    String first = System.getProperty("java.class.path", "").split(File.pathSeparator, -1)[0];
    Path jar = Path.of(first);
    Path parent = Files.exists(jar) ? jar.toRealPath().getParent() : null;
    return parent == null ? Path.of("") : parent;
  }

  private static List<URL> jars(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
      jars.forEach(found::add);
    }
    Collections.sort(found);
    List<URL> urls = new ArrayList<>();
    for (Path jar : found) {
      urls.add(url(jar));
    }
    return urls;
  }

  private static URL url(Path jar) throws MalformedURLException {
    return jar.toUri().toURL();
  }
}
