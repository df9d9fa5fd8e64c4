package dev.onboard4j.spi;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.Setting;
import java.util.List;
import java.util.Optional;

/** Replaces the platform when the caller chose none. */
record NoPlatform() implements Platform {
  @Override
  public String id() {
    return "none";
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
    return Optional.of(Registration.none());
  }

  @Override
  public Registration register(ClusterRef cluster, RequestContext requests) {
    throw OnboardingException.of(
            Category.CALLER, "there is no platform to register " + cluster.uri())
        .remedy("choose a platform")
        .build();
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
    throw OnboardingException.of(
            Category.CALLER, "nothing receives the credential '" + credential + "'")
        .remedy("choose a platform or name a directory for secrets")
        .build();
  }
}
