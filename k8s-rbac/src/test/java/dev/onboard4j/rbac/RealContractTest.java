package dev.onboard4j.rbac;

import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.ProviderContract;
import dev.onboard4j.testkit.kube.ControlPlane;
import dev.onboard4j.testkit.kube.ControlPlaneExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The same contract on a real API server, where a namespace is deleted in five seconds. */
@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
final class RealContractTest extends ProviderContract {
  @TempDir private Path folder;
  private ControlPlane plane;

  @BeforeEach
  void reach(ControlPlane started) {
    plane = started;
  }

  @Override
  protected ContractWorld world() {
    return new RealWorld(folder, plane);
  }

  @Override
  protected int crashStride() {
    return 40;
  }

  @Override
  protected int sample() {
    return Attack.cases(3, 24);
  }
}
