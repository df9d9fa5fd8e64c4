package dev.onboard4j.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.implementation.InvocationHandlerAdapter;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * Makes objects whose methods are those of a handler. Unlike a proxy of the JDK they throw checked
 * exceptions as they are, and a class of theirs can be a service. Byte Buddy, which makes the
 * classes, comes with AssertJ. Thread-safe.
 */
final class Forge {
  private static final String HANDLER = "handler";

  private final Map<List<Class<?>>, Class<?>> forged = new ConcurrentHashMap<>();

  /** An object of these interfaces. */
  Object object(Collection<Class<?>> types, InvocationHandler handler) {
    try {
      Object made =
          forged.computeIfAbsent(List.copyOf(types), Forge::forge).getConstructor().newInstance();
      made.getClass().getField(HANDLER).set(made, handler);
      return made;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> forge(List<Class<?>> types) {
    return new ByteBuddy()
        .subclass(Object.class)
        .implement(types)
        .defineField(HANDLER, InvocationHandler.class, Visibility.PUBLIC)
        .method(ElementMatchers.not(ElementMatchers.isFinalizer()))
        .intercept(InvocationHandlerAdapter.toField(HANDLER))
        .make()
        .load(Forge.class.getClassLoader())
        .getLoaded();
  }

  /**
   * A class path with exactly one service of each kind.
   *
   * @param folder an empty folder of the test
   * @param services the interface of each service, and what it is registered as
   */
  ClassLoader services(Path folder, Map<Class<?>, Class<?>> services, InvocationHandler handler) {
    Map<String, Class<?>> classes = new HashMap<>();
    Map<String, String> files = new HashMap<>();
    services.forEach(
        (type, service) -> {
          Class<?> made = service(type, handler);
          classes.put(made.getName(), made);
          files.merge(service.getName(), made.getName() + "\n", String::concat);
        });
    try {
      Path registry = Files.createDirectories(folder.resolve("META-INF/services"));
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(registry.resolve(file.getKey()), file.getValue());
      }
      return new Services(folder.toUri().toURL(), classes);
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> service(Class<?> type, InvocationHandler handler) {
    return new ByteBuddy()
        .subclass(Object.class)
        .implement(type)
        .method(ElementMatchers.not(ElementMatchers.isDeclaredBy(Object.class)))
        .intercept(InvocationHandlerAdapter.of(handler))
        .make()
        .load(Forge.class.getClassLoader())
        .getLoaded();
  }

  /** Knows the services of one folder, and none of the class path. */
  private static final class Services extends URLClassLoader {
    private final Map<String, Class<?>> classes;

    Services(URL folder, Map<String, Class<?>> classes) {
      super(new URL[] {folder}, Forge.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.startsWith("META-INF/services") ? findResources(name) : super.getResources(name);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      Class<?> known = classes.get(name);
      return known != null ? known : super.findClass(name);
    }
  }
}
