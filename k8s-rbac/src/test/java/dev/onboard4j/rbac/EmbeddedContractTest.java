package dev.onboard4j.rbac;

import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.ProviderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedContractTest extends ProviderContract {
  @TempDir private Path folder;

  @Override
  protected ContractWorld world() {
    return new EmbeddedWorld(folder);
  }
}
