package dev.onboard4j.rbac;

import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.Refusal;
import dev.onboard4j.testkit.kube.EmbeddedKubernetes;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A separate embedded API server. */
final class EmbeddedWorld extends KubeWorld {
  private static final Fault DENIED = Fault.of(Fault.Kind.DENY);

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
    Set<Capability> all = EnumSet.copyOf(super.capabilities());
    all.addAll(List.of(Capability.FAULTS, Capability.RECORDED_CALLS, Capability.REFUSALS));
    return all;
  }

  @Override
  public Faults faults() {
    return cluster.faults();
  }

  @Override
  public List<RecordedCall> calls() {
    return cluster.calls();
  }

  /** Denials of one write each; they are told in the words of the API server. */
  @Override
  public List<Refusal> refusals() {
    return Stream.of("namespaces", "clusterroles", "clusterrolebindings")
        .map(
            resource ->
                Refusal.of(
                    "denied " + resource,
                    () -> faults().always("kubernetes:create " + resource + "*", DENIED),
                    "cannot create resource \"" + resource + "\""))
        .toList();
  }

  @Override
  public void close() {
    cluster.close();
  }
}
