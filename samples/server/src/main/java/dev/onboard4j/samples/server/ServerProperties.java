package dev.onboard4j.samples.server;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The configuration of this server.
 *
 * @param tenants the tenants, by the name that stands in the paths
 * @param shutdown how long the server waits for its runs when it is stopped
 */
@ConfigurationProperties("onboard4j")
record ServerProperties(
    @DefaultValue Map<String, Tenant> tenants, @DefaultValue("30s") Duration shutdown) {
  /**
   * One tenant.
   *
   * @param provider the id of the provider of its clusters, such as {@code eks}
   * @param settings its settings: credentials such as {@code eks.profile}, endpoints, limits
   */
  record Tenant(String provider, @DefaultValue Map<String, String> settings) {
    Tenant {
      Objects.requireNonNull(provider, "a tenant needs a provider");
    }
  }
}
