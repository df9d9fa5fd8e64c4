package dev.onboard4j.samples.folder;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.ProviderContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The provider contract of the testkit, run on the sample. */
final class FolderContractTest extends ProviderContract {
  @TempDir private Path folder;

  @Override
  protected ContractWorld world() {
    try {
      return new FolderWorld(Files.createTempDirectory(folder, "world"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record FolderWorld(Path root) implements ContractWorld {
    @Override
    public Onboarding onboarding() {
      return Onboarding.forProvider("folder")
          .set("folder.root", root.toString())
          .set("platform.principal", "optimizer@example.com");
    }

    @Override
    public ClusterRef cluster() {
      return onboarding().cluster(URI.create("folder://home/here/prod"));
    }

    /** The files, without the ids that the cloud generates. */
    @Override
    public Object state() {
      Map<String, Object> state = new TreeMap<>();
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          state.put(
              root.relativize(file).toString(),
              Files.readAllLines(file).stream()
                  .filter(line -> !line.startsWith("id=") && !line.startsWith("account-id="))
                  .toList());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return state;
    }

    @Override
    public void close() {}
  }
}
