package dev.onboard4j.hostile;

import dev.onboard4j.Onboarding;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.SessionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The interfaces that contributors and embedders implement, found in the packages that they see: a
 * new one is attacked without a change here.
 */
final class Extensions {
  private static final Set<String> PACKAGES =
      Set.of("dev.onboard4j", "dev.onboard4j.model", "dev.onboard4j.run", "dev.onboard4j.spi");

  /** The engine implements them, and hands them to the others. */
  private static final Set<Class<?>> OF_THE_ENGINE =
      Set.of(RequestContext.class, SessionContext.class);

  private final List<Class<?>> all = new ArrayList<>();

  Extensions() {
    find(Contributor.class);
    find(Onboarding.class);
    all.removeAll(OF_THE_ENGINE);
    // A subtype comes before what it extends.
    all.sort(
        Comparator.<Class<?>>comparingInt(type -> -type.getInterfaces().length)
            .thenComparing(Class::getName));
  }

  private void find(Class<?> member) {
    try {
      URI place = member.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path path = Path.of(place);
      if (Files.isDirectory(path)) {
        walk(path);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
          walk(jar.getPath("/"));
        }
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void walk(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .filter(name -> PACKAGES.contains(name.substring(0, name.lastIndexOf('.'))))
          .map(Extensions::loaded)
          .filter(type -> open(type) && !all.contains(type))
          .forEach(all::add);
    }
  }

  private static Class<?> loaded(String name) {
    try {
      return Class.forName(name, false, Extensions.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean open(Class<?> type) {
    return type.isInterface()
        && !type.isAnnotation()
        && !type.isSealed()
        && Modifier.isPublic(type.getModifiers());
  }

  List<Class<?>> all() {
    return List.copyOf(all);
  }

  /** Those that an object implements, the most special one first. */
  List<Class<?>> of(Object good) {
    return all.stream().filter(type -> type.isInstance(good)).toList();
  }

  /** All methods to attack, as the points are named. */
  Set<String> methods() {
    Set<String> methods = new TreeSet<>();
    for (Class<?> type : all) {
      Stream.of(type.getMethods())
          .filter(method -> !Modifier.isStatic(method.getModifiers()))
          .forEach(method -> methods.add(type.getSimpleName() + "." + method.getName()));
    }
    return methods;
  }
}
