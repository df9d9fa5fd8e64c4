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

/** Lets roles into clusters that know no access entries, by ConfigMap kube-system/aws-auth. */
final class AwsAuth implements AutoCloseable {
  private final KubeClient kube;

  private AwsAuth(KubeClient kube) {
    this.kube = kube;
  }

  /**
   * Reaches the cluster; nothing when its API server is out of reach, or is to be left alone.
   *
   * @param cloud how EKS says that the cluster is reached
   * @throws dev.onboard4j.model.OnboardingException of category CALLER if the settings lead to
   *     another cluster
   */
  static Optional<AwsAuth> reach(
      SessionContext context, Supplier<Optional<KubernetesAccess>> cloud) {
    return ApiServerConnector.connect(context, cloud, new TreeSet<>())
            instanceof Connection.Reached reached
        ? Optional.of(new AwsAuth(reached.client()))
        : Optional.empty();
  }

  /** One entry of {@code mapRoles}, and nothing else of it. */
  Resource entry(ResourceId id, MapRole role) {
    return Resource.of(
        id, ResourceKind.BINDING, AwsAuthHandler.desired(role), new AwsAuthHandler(kube, role));
  }

  @Override
  public void close() {
    kube.close();
  }
}
