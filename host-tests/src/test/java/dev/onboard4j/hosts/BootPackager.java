package dev.onboard4j.hosts;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes an executable jar with the packager of one version of Spring Boot. */
final class BootPackager {
  private static final String TOOLS = "org.springframework.boot.loader.tools.";

  private BootPackager() {}

  /** Packages the program with all its libraries. */
  static Path fatJar(String version) {
    Path jar = Jars.TARGET.resolve("lib").resolve(version + ".jar");
    List<Path> tools = new ArrayList<>(Jars.folder(version));
    Jars.libraries().stream().filter(BootPackager::neededByTools).forEach(tools::add);
    try (URLClassLoader loader =
        new URLClassLoader(urls(tools), ClassLoader.getPlatformClassLoader())) {
      Files.deleteIfExists(jar);
      repackage(loader, jar);
      return jar;
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException(version, e);
    }
  }

  private static boolean neededByTools(Path jar) {
    return jar.getFileName().toString().startsWith("commons-");
  }

  private static URL[] urls(List<Path> jars) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  private static void repackage(ClassLoader loader, Path jar) throws ReflectiveOperationException {
    Class<?> repackager = loader.loadClass(TOOLS + "Repackager");
    Class<?> libraries = loader.loadClass(TOOLS + "Libraries");
    Object tool = repackager.getConstructor(File.class).newInstance(Jars.program().toFile());
    repackager.getMethod("setBackupSource", boolean.class).invoke(tool, false);
    repackager.getMethod("setMainClass", String.class).invoke(tool, Program.class.getName());
    // Found by Spring's own means otherwise, which need more of Spring.
    Object layout = loader.loadClass(TOOLS + "Layouts$Jar").getConstructor().newInstance();
    repackager.getMethod("setLayout", loader.loadClass(TOOLS + "Layout")).invoke(tool, layout);
    Object all =
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {libraries},
            (proxy, method, arguments) -> {
              tell(loader, arguments[0]);
              return null;
            });
    repackager.getMethod("repackage", File.class, libraries).invoke(tool, jar.toFile(), all);
  }

  /** Hands every library to the callback of the packager. */
  private static void tell(ClassLoader loader, Object callback)
      throws ReflectiveOperationException {
    Class<?> library = loader.loadClass(TOOLS + "Library");
    Class<?> scope = loader.loadClass(TOOLS + "LibraryScope");
    Object runtime = scope.getField("RUNTIME").get(null);
    Method take = loader.loadClass(TOOLS + "LibraryCallback").getMethod("library", library);
    for (Path jar : Jars.libraries()) {
      take.invoke(
          callback, library.getConstructor(File.class, scope).newInstance(jar.toFile(), runtime));
    }
  }
}
