package dev.onboard4j.samples.server;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.run.OnboardingEvent;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** One immutable {@link Onboarding} for each tenant, which all of its requests share. */
@Component
class Tenants {
  private final Map<String, Tenant> tenants = new TreeMap<>();

  private record Tenant(String provider, Onboarding onboarding) {}

  Tenants(ServerProperties properties, Executor executor, Runs runs) {
    properties
        .tenants()
        .forEach(
            (name, tenant) ->
                tenants.put(
                    name,
                    new Tenant(
                        tenant.provider(),
                        Onboarding.forProvider(tenant.provider())
                            .set(tenant.settings())
                            .executor(executor)
                            .cancellation(runs.shutdown())
                            .on(OnboardingEvent.class, runs::hear))));
  }

  /** The onboarding of a tenant. */
  Onboarding onboarding(String tenant) {
    return find(tenant).onboarding();
  }

  /** The cluster of a tenant; the id of its provider is the scheme of its URI. */
  TenantCluster cluster(String tenant, String account, String location, String name) {
    String provider = find(tenant).provider();
    try {
      String path = "/" + location + "/" + name;
      return new TenantCluster(tenant, new URI(provider, account, path, null, null));
    } catch (URISyntaxException e) {
      throw OnboardingException.badInput(
          List.of(new Problem("cluster", String.valueOf(e.getMessage()))));
    }
  }

  private Tenant find(String tenant) {
    Tenant found = tenants.get(tenant);
    if (found == null) {
      throw new ResponseStatusException(HttpStatus.NOT_FOUND, "no tenant '" + tenant + "'");
    }
    return found;
  }
}
