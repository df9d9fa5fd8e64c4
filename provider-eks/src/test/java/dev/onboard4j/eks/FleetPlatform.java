package dev.onboard4j.eks;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.Platform;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.util.List;
import java.util.Optional;

/** Knows every cluster, so that one {@code Onboarding} serves them all. */
final class FleetPlatform implements Platform {
  @Override
  public String id() {
    return "fleet";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Session open(SessionContext context) {
    return () -> Declaration.of(List.of());
  }

  @Override
  public Optional<Registration> find(ClusterRef cluster, RequestContext requests) {
    return Optional.of(register(cluster, requests));
  }

  @Override
  public Registration register(ClusterRef cluster, RequestContext requests) {
    return Registration.none()
        .withClusterId(Child.clusterId(cluster.name()))
        .withPrincipal(EmbeddedWorld.PRINCIPAL);
  }

  @Override
  public Optional<String> delivered(
      ClusterRef cluster, String credential, RequestContext requests) {
    return Optional.empty();
  }

  @Override
  public void deliver(
      ClusterRef cluster,
      String credential,
      String version,
      Secret value,
      RequestContext requests) {
    throw new AssertionError("EKS mints no credential");
  }
}
