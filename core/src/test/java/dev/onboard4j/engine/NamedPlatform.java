package dev.onboard4j.engine;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.Platform;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A platform that knows each cluster; counts how often it is asked for one. */
public final class NamedPlatform implements Platform {
  final AtomicInteger asked = new AtomicInteger();

  @Override
  public String id() {
    return "named";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Session open(SessionContext context) {
    return Platform.none().open(context);
  }

  @Override
  public Optional<Registration> find(ClusterRef cluster, RequestContext requests) {
    asked.incrementAndGet();
    return Optional.of(Registration.none());
  }

  @Override
  public Registration register(ClusterRef cluster, RequestContext requests) {
    return Platform.none().register(cluster, requests);
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
    Platform.none().deliver(cluster, credential, version, value, requests);
  }
}
