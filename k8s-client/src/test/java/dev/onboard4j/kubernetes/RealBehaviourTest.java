package dev.onboard4j.kubernetes;

import dev.onboard4j.testkit.kube.Api;
import dev.onboard4j.testkit.kube.ControlPlane;
import dev.onboard4j.testkit.kube.ControlPlaneExtension;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("control-plane")
@ExtendWith(ControlPlaneExtension.class)
final class RealBehaviourTest extends KubernetesBehaviour {
  private static final AtomicInteger STRANGERS = new AtomicInteger();

  private final ControlPlane plane;

  RealBehaviourTest(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  Api as(String user) {
    return Api.of(plane, user);
  }

  @Override
  String stranger() {
    return "guest-" + STRANGERS.getAndIncrement();
  }
}
