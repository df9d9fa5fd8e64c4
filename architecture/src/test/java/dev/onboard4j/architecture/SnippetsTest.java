package dev.onboard4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java that the docs show compiles, each block as the body of a method. */
final class SnippetsTest {
  private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  /** What a reader of the docs has: imports, an onboarding, a cluster. */
  private static final String READER =
      """
      import static org.assertj.core.api.Assertions.*;
      import dev.onboard4j.*;
      import dev.onboard4j.eks.*;
      import dev.onboard4j.gke.*;
      import dev.onboard4j.micrometer.*;
      import dev.onboard4j.opentelemetry.*;
      import dev.onboard4j.run.*;
      import dev.onboard4j.testkit.*;
      import dev.onboard4j.testkit.aws.*;
      import dev.onboard4j.testkit.cloud.*;

      abstract class Reader {
        Onboarding onboarding;
        dev.onboard4j.model.ClusterRef cluster;
        io.micrometer.core.instrument.MeterRegistry registry;
        io.opentelemetry.api.OpenTelemetry openTelemetry;

        abstract void report(String json);

        void snippet() throws Exception {
      %s
        }
      }
      """;

  @TempDir private Path classes;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/using.md", "docs/testing.md"})
  void everyBlockCompiles(String page) throws IOException {
    List<String> blocks =
        BLOCK
            .matcher(Files.readString(MavenModule.ROOT.resolve(page)))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(blocks).isNotEmpty();
    assertThat(blocks).allSatisfy(block -> assertThat(errors(block)).as(block).isEmpty());
  }

  private List<String> errors(String block) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            classes.toString(),
            "-classpath",
            System.getProperty("java.class.path"));
    boolean compiled =
        compiler.getTask(null, null, diagnostics, options, null, List.of(new Text(block))).call();
    List<String> errors =
        diagnostics.getDiagnostics().stream()
            .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
            .map(one -> one.getMessage(Locale.ROOT))
            .toList();
    assertThat(compiled).isEqualTo(errors.isEmpty());
    return errors;
  }

  /** A class in memory around one block. */
  private static final class Text extends SimpleJavaFileObject {
    private final String block;

    Text(String block) {
      super(URI.create("string:///Reader.java"), Kind.SOURCE);
      this.block = block;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return READER.formatted(block);
    }
  }
}
