package dev.onboard4j.eks;

import dev.onboard4j.kubernetes.ApiServerConnector;
import dev.onboard4j.kubernetes.Connection;
import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.SessionContext;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Maps roles by ConfigMap kube-system/aws-auth, which clusters without access entries use. */
final class AwsAuth implements AutoCloseable {
  private final KubeClient kube;

  private AwsAuth(KubeClient kube) {
    this.kube = kube;
  }

  /**
   * Connects to the cluster; empty if its API server is unreachable or must not be used.
   *
   * @param cloud the access data that EKS reports for the cluster
   * @throws dev.onboard4j.model.OnboardingException of category CALLER if the settings point to
   *     another cluster
   */
  static Optional<AwsAuth> reach(
      SessionContext context, Supplier<Optional<KubernetesAccess>> cloud) {
    return ApiServerConnector.connect(context, cloud, new TreeSet<>())
            instanceof Connection.Reached reached
        ? Optional.of(new AwsAuth(reached.client()))
        : Optional.empty();
  }

  /** Manages one entry of {@code mapRoles} and leaves all others unchanged. */
  Resource entry(ResourceId id, MapRole role) {
    return Resource.of(
        id, ResourceKind.BINDING, AwsAuthHandler.desired(role), new AwsAuthHandler(kube, role));
  }

  /** Deletes one entry of {@code mapRoles}, if it is as onboarding wrote it. */
  Resource former(ResourceId id, MapRole role) {
    return Resource.of(
            id,
            ResourceKind.BINDING,
            FormerEntryHandler.DESIRED,
            new FormerEntryHandler(kube, role))
        .retiring(FormerEntryHandler.retired(role));
  }

  @Override
  public void close() {
    kube.close();
  }
}
