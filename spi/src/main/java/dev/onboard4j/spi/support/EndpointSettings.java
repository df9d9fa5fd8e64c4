package dev.onboard4j.spi.support;

import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The settings {@code endpoint.SERVICE}, which replace the address of an API. */
public final class EndpointSettings {
  private static final String PREFIX = "endpoint.";

  private EndpointSettings() {}

  /** One setting for each service. */
  public static List<Setting> declare(List<String> services) {
    return services.stream()
        .map(
            service ->
                Setting.of(
                    PREFIX + service,
                    Setting.Type.URI,
                    "address of the " + service + " API to use"))
        .toList();
  }

  /** The address that replaces that service's own, if one was set. */
  public static Optional<URI> of(Settings settings, String service) {
    return settings.uri(PREFIX + service);
  }
}
