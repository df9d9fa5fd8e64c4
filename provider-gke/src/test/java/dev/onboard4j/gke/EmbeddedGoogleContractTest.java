package dev.onboard4j.gke;

import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.ProviderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The provider contract on the embedded Google Cloud. */
final class EmbeddedGoogleContractTest extends ProviderContract {
  @TempDir private Path folder;

  @Override
  protected ContractWorld world() {
    return GoogleContractWorld.in(folder);
  }
}
