package dev.onboard4j.engine;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.security.CodeSource;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a class, for messages and for the version in a plan.
 *
 * <p>The version is read from the resource {@code META-INF/onboard4j/PACKAGE.properties} through
 * the class loader of the class, or else from its package or its module. This works in nested jars
 * and in hosts whose class locations are no files.
 *
 * @param file the name of the jar or folder
 * @param artifact the Maven coordinates without version, or the name of the file
 * @param version the version, or {@code unpackaged}
 */
record Jar(String file, String artifact, String version) {
  static final String UNPACKAGED = "unpackaged";

  static Jar of(Class<?> type) {
    String file = file(type);
    Properties told = properties(type);
    return new Jar(
        file,
        told.getProperty("artifact", file),
        told.getProperty("version", packageVersion(type)));
  }

  /** Whether the version identifies the code. */
  boolean hasVersion() {
    return !version.equals(UNPACKAGED);
  }

  private static Properties properties(Class<?> type) {
    Properties properties = new Properties();
    String name = "META-INF/onboard4j/" + type.getPackageName() + ".properties";
    ClassLoader loader = type.getClassLoader();
    try (InputStream stream = loader == null ? null : loader.getResourceAsStream(name)) {
      if (stream != null) {
        properties.load(stream);
      }
    } catch (IOException | IllegalArgumentException e) {
      properties.clear(); // as if it had none: planning does not depend on the host
    }
    // A development environment may copy resources without filtering them.
    properties.values().removeIf(value -> value.toString().contains("${"));
    return properties;
  }

  private static String packageVersion(Class<?> type) {
    Package mine = type.getPackage();
    String version = mine == null ? null : mine.getImplementationVersion();
    return version == null ? moduleVersion(type) : version;
  }

  /** On the module path nothing reads the manifest of a jar. */
  private static String moduleVersion(Class<?> type) {
    ModuleDescriptor module = type.getModule().getDescriptor();
    return module == null ? UNPACKAGED : module.rawVersion().orElse(UNPACKAGED);
  }

  private static String file(Class<?> type) {
    URL location = location(type);
    if (location == null) {
      return type.getModule().isNamed() ? type.getModule().getName() : "unknown";
    }
    String path = location.toString().replaceAll("[!/]+$", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static @Nullable URL location(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null ? null : source.getLocation();
  }
}
