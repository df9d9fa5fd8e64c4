package dev.onboard4j.eks;

import dev.onboard4j.kubernetes.ApiServerConnector;
import dev.onboard4j.kubernetes.Connection;
import dev.onboard4j.kubernetes.KubeClient;
import dev.onboard4j.kubernetes.NeedRule;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.SessionContext;
import java.util.Optional;
import java.util.TreeSet;

/** Lets roles into clusters that know no access entries, by ConfigMap kube-system/aws-auth. */
final class AwsAuth implements AutoCloseable {
  private final KubeClient kube;

  private AwsAuth(KubeClient kube) {
    this.kube = kube;
  }

  /**
   * Reaches the cluster; nothing when its API server is out of reach, or is to be left alone.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CALLER if the settings lead to
   *     another cluster
   */
  static Optional<AwsAuth> reach(SessionContext context) {
    return ApiServerConnector.connect(context, new TreeSet<>())
            instanceof Connection.Reached reached
        ? Optional.of(new AwsAuth(reached.client()))
        : Optional.empty();
  }

  /** One entry of {@code mapRoles}, and nothing else of it. */
  Resource entry(ResourceId id, MapRole role) {
    return Resource.of(
        id, ResourceKind.BINDING, AwsAuthHandler.desired(role), new AwsAuthHandler(kube, role));
  }

  /** Whether a permission is one of the cluster's own API, not of the cloud. */
  static boolean isNeed(RequiredPermission need) {
    return NeedRule.of(need).isPresent();
  }

  @Override
  public void close() {
    kube.close();
  }
}
