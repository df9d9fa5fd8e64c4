package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.spi.Contributor;
import java.net.URL;
import java.net.URLClassLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ContextLoaderTest {
  private static final ClassLoader LIBRARY = ContextLoader.class.getClassLoader();

  private final Thread thread = Thread.currentThread();
  private final ClassLoader before = thread.getContextClassLoader();

  @AfterEach
  void restore() {
    thread.setContextClassLoader(before);
  }

  private ClassLoader chosenWith(@Nullable ClassLoader context) {
    thread.setContextClassLoader(context);
    return ContextLoader.choose();
  }

  @Test
  void aContextThatSeesTheLibraryIsTaken() throws Exception {
    try (URLClassLoader child = new URLClassLoader(new URL[0], LIBRARY)) {
      assertThat(chosenWith(child)).isSameAs(child);
    }
  }

  @Test
  void aContextThatDoesNotSeeTheLibraryIsNot() {
    assertThat(chosenWith(ClassLoader.getPlatformClassLoader())).isSameAs(LIBRARY);
  }

  @Test
  void aContextWithAnotherCopyOfTheLibraryIsNot() throws Exception {
    URL[] copy = {Contributor.class.getProtectionDomain().getCodeSource().getLocation()};
    try (URLClassLoader other = new URLClassLoader(copy, ClassLoader.getPlatformClassLoader())) {
      assertThat(chosenWith(other)).isSameAs(LIBRARY);
    }
  }

  @Test
  void aThreadWithoutContextTakesTheLibrary() {
    assertThat(chosenWith(null)).isSameAs(LIBRARY);
  }
}
