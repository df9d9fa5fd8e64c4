package dev.onboard4j.engine;

import dev.onboard4j.spi.Contributor;
import org.jspecify.annotations.Nullable;

/** Chooses the class loader through which contributors are found when none is given. */
public final class ContextLoader {
  private ContextLoader() {}

  /**
   * The context class loader of the thread, or the one of this library if that leads elsewhere.
   *
   * <p>A context class loader that does not see this library cannot load a contributor for it.
   * Threads of the common pool always have the one of the system, which in a Spring Boot jar sees
   * only Boot's launcher.
   */
  public static ClassLoader choose() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return leadsHere(context) ? context : ContextLoader.class.getClassLoader();
  }

  private static boolean leadsHere(@Nullable ClassLoader context) {
    try {
      return context != null && context.loadClass(Contributor.class.getName()) == Contributor.class;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
