package dev.onboard4j.hosts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the program in a class loader of its own, as a server does for one of its tenants. */
final class Tenant {
  private final ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
  private final PhantomReference<ClassLoader> loader;
  private final List<String> printed;

  private Tenant(List<Path> jars, List<Order> orders) {
    try (URLClassLoader own =
        new URLClassLoader(urls(jars), ClassLoader.getPlatformClassLoader())) {
      printed = run(own, orders);
      loader = new PhantomReference<>(own, collected);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Loads the jars, runs the program's orders, and closes the class loader. */
  static Tenant served(List<Path> jars, List<Order> orders) {
    return new Tenant(jars, orders);
  }

  /** What the program printed. */
  Printed printed() {
    return new Printed(printed);
  }

  /** Whether nothing refers to the class loader any more; asks for a garbage collection. */
  boolean unloaded() {
    System.gc();
    return collected.poll() != null || loader.refersTo(null);
  }

  private static List<String> run(ClassLoader own, List<Order> orders) {
    Thread caller = Thread.currentThread();
    ClassLoader before = caller.getContextClassLoader();
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    caller.setContextClassLoader(own);
    try (PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8)) {
      String[] arguments = orders.stream().map(Order::argument).toArray(String[]::new);
      own.loadClass(Program.class.getName())
          .getMethod("run", PrintStream.class, String[].class)
          .invoke(null, out, arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(output.toString(StandardCharsets.UTF_8), e);
    } finally {
      caller.setContextClassLoader(before);
    }
    return output.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static URL[] urls(List<Path> jars) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }
}
