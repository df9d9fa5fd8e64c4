package dev.onboard4j.rbac;

import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.contract.WorldEdit;
import dev.onboard4j.testkit.kube.ControlPlane;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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

  /** Without callers: its authorizer sees a new grant after a while. */
  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all = EnumSet.copyOf(super.capabilities());
    all.remove(Capability.CALLERS);
    return all;
  }

  /** Each case ends with the removal of a namespace: both marks, of other kinds, unless in full. */
  @Override
  public List<WorldEdit> lostMarks() {
    List<WorldEdit> all = super.lostMarks();
    return Attack.full() ? all : List.of(all.get(0), all.get(5), all.get(8), all.get(11));
  }

  @Override
  public void close() {}
}
