package dev.onboard4j.hostile;

import dev.onboard4j.model.ApiRequest;
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

/** The well-behaved platform. */
record Vault(Server server) implements Platform {
  private static ApiRequest request(String operation) {
    return ApiRequest.of("vault", operation).countedFor("tenant");
  }

  private static Registration known() {
    return Registration.none().withClusterId("4711").withPrincipal("somebody");
  }

  @Override
  public String id() {
    return "vault";
  }

  @Override
  public List<Setting> settings() {
    return List.of(Setting.of("vault.tenant", Setting.Type.TEXT, "whose it is"));
  }

  @Override
  public Session open(SessionContext context) {
    return () -> Declaration.of(List.of());
  }

  @Override
  public Optional<Registration> find(ClusterRef cluster, RequestContext requests) {
    return requests.read(request("Find"), server::asked) ? Optional.of(known()) : Optional.empty();
  }

  @Override
  public Registration register(ClusterRef cluster, RequestContext requests) {
    requests.read(request("Register"), server::asked);
    return known();
  }

  @Override
  public Optional<String> delivered(
      ClusterRef cluster, String credential, RequestContext requests) {
    return requests.read(request("Delivered"), () -> server.delivered(credential));
  }

  @Override
  public void deliver(
      ClusterRef cluster,
      String credential,
      String version,
      Secret value,
      RequestContext requests) {
    value.use(String::length);
    requests.write(request("Deliver"), () -> server.deliver(credential, version));
  }
}
