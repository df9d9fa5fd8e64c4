package dev.onboard4j.rbac;

import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.SessionContext;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Lets roles into EKS clusters that know no access entries, by ConfigMap kube-system/aws-auth.
 *
 * <p>For a cluster provider, while it declares its resources. Used by one thread at a time.
 *
 * <pre>{@code
 * Resource entry =
 *     AwsAuth.reach(opening).map(auth -> auth.entry(id, MapRole.ofNodes(arn))).orElse(byHand);
 * }</pre>
 */
public final class AwsAuth implements AutoCloseable {
  private final Kube kube;

  private AwsAuth(Kube kube) {
    this.kube = kube;
  }

  /**
   * Reaches the cluster; nothing when its API server is out of reach, or is to be left alone.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CALLER if the settings lead to
   *     another cluster
   */
  public static Optional<AwsAuth> reach(SessionContext context) {
    boolean off =
        context.settings().text(RbacSettings.RBAC).filter(RbacSettings.OFF::equals).isPresent();
    Optional<Kube> link;
    try {
      link = off ? Optional.empty() : ApiServerConnector.open(context);
    } catch (ApiServerConnector.Unreachable e) {
      return Optional.empty();
    }
    if (link.isEmpty()) {
      return Optional.empty();
    }
    if (ApiServerProbe.ask(link.get(), new TreeSet<>(), context.requests())
        instanceof ApiServerProbe.Told) {
      return Optional.of(new AwsAuth(link.get()));
    }
    link.get().close();
    return Optional.empty();
  }

  /** One entry of {@code mapRoles}, and nothing else of it. */
  public Resource entry(ResourceId id, MapRole role) {
    return Resource.of(
        id, ResourceKind.BINDING, AwsAuthHandler.desired(role), new AwsAuthHandler(kube, role));
  }

  /** Whether a permission is one of the cluster's own API, not of the cloud. */
  public static boolean isNeed(RequiredPermission need) {
    return NeedRule.of(need).isPresent();
  }

  @Override
  public void close() {
    kube.close();
  }
}
