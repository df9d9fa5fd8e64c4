package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JarTest {
  @TempDir private Path folder;

  /** Loads this class from a location as a host reports it, with one more folder of resources. */
  private final class Host extends ClassLoader {
    private final String location;

    Host(String location) {
      super(JarTest.class.getClassLoader());
      this.location = location;
    }

    Class<?> loaded() throws IOException {
      String name = BadContributors.First.class.getName();
      try (InputStream stream =
          JarTest.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
        byte[] bytes = stream.readAllBytes();
        CodeSource source = new CodeSource(url(), (Certificate[]) null);
        return defineClass(name, bytes, 0, bytes.length, new ProtectionDomain(source, null));
      }
    }

    private URL url() throws IOException {
      return new URL(
          null,
          location,
          new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) throws IOException {
              throw new IOException("not to be opened");
            }
          });
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      try {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.newInputStream(file) : null;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void resource(String text) throws IOException {
    Path file = folder.resolve("META-INF/onboard4j/dev.onboard4j.engine.properties");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jar:file:/srv/app.jar!/BOOT-INF/lib/bad.jar!/",
        "jar:nested:/srv/app.jar/!BOOT-INF/lib/bad.jar!/",
        "vfs:/content/app.war/WEB-INF/lib/bad.jar",
        "bundle://42.0:1/bad.jar",
        "file:/no such/bad.jar"
      })
  void theVersionIsKnownInEveryHost(String location) throws IOException {
    resource("artifact=org.example:bad\nversion=1.2.3\n");
    Jar jar = Jar.of(new Host(location).loaded());
    assertThat(jar).isEqualTo(new Jar("bad.jar", "org.example:bad", "1.2.3"));
  }

  @Test
  void aJarWithoutAVersionSaysSo() throws IOException {
    Jar jar = Jar.of(new Host("vfs:/content/bad.jar").loaded());
    assertThat(jar).isEqualTo(new Jar("bad.jar", "bad.jar", Jar.UNPACKAGED));
    assertThat(jar.hasVersion()).isFalse();
  }

  @Test
  void aResourceThatWasNotFilteredIsNoVersion() throws IOException {
    resource("artifact=${project.groupId}:x\nversion=${project.version}\n");
    assertThat(Jar.of(new Host("vfs:/content/bad.jar").loaded()).hasVersion()).isFalse();
  }

  @Test
  void aMalformedResourceDoesNotStopPlanning() throws IOException {
    resource("version=\\u00zz\n");
    assertThat(Jar.of(new Host("vfs:/content/bad.jar").loaded()).hasVersion()).isFalse();
  }
}
