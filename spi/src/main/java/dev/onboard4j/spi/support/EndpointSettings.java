package dev.onboard4j.spi.support;

import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Declares and reads the settings {@code endpoint.SERVICE}, which replace the address of an API.
 */
public final class EndpointSettings {
  private static final String PREFIX = "endpoint.";

  private EndpointSettings() {}

  /** Declares one setting for each service. */
  public static List<Setting> declare(List<String> services) {
    return services.stream()
        .map(
            service ->
                Setting.of(
                        PREFIX + service,
                        Setting.Type.URI,
                        "address of the " + service + " API to use")
                    .perRun())
        .toList();
  }

  /** The address that replaces the service's own; empty if none is set. */
  public static Optional<URI> of(Settings settings, String service) {
    return settings.uri(PREFIX + service);
  }
}
