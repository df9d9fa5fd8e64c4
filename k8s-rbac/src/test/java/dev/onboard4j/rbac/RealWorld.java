package dev.onboard4j.rbac;

import dev.onboard4j.testkit.contract.Attack;
import dev.onboard4j.testkit.contract.WorldEdit;
import dev.onboard4j.testkit.kube.ControlPlane;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

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

  /**
   * Each case ends with the removal of a namespace: a third of them, both marks, unless in full.
   */
  @Override
  public List<WorldEdit> lostMarks() {
    List<WorldEdit> all = super.lostMarks();
    int count = Attack.cases(4, all.size());
    return IntStream.range(0, count).mapToObj(i -> all.get(i * all.size() / count)).toList();
  }

  @Override
  public void close() {}
}
