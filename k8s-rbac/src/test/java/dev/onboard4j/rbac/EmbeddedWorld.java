package dev.onboard4j.rbac;

import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A separate embedded API server. */
final class EmbeddedWorld extends KubeWorld {
  private final EmbeddedKubernetes cluster = EmbeddedKubernetes.start();

  EmbeddedWorld(Path folder) {
    super(folder);
  }

  EmbeddedKubernetes server() {
    return cluster;
  }

  @Override
  Path kubeconfig(String user) {
    return cluster.kubeconfig(user);
  }

  @Override
  Onboarding as(String user) {
    return super.as(user).time(new VirtualTime());
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  @Override
  public Faults faults() {
    return cluster.faults();
  }

  @Override
  public List<RecordedCall> calls() {
    return cluster.calls();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
