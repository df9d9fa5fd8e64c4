package dev.onboard4j.rbac;

import dev.onboard4j.testkit.kube.ControlPlane;
import java.nio.file.Path;

/** A part of a real API server. */
final class RealWorld extends KubeWorld {
  private final ControlPlane plane;

  RealWorld(Path folder, ControlPlane plane) {
    super(folder);
    this.plane = plane;
  }

  @Override
  Path kubeconfig(String user) {
    return plane.kubeconfig(user);
  }

  @Override
  public void close() {}
}
