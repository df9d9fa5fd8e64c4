package dev.onboard4j.testkit.cloud;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What every embedded cloud can be asked, and how its requests are made to fail. Thread-safe. */
public abstract class EmbeddedCloud implements AutoCloseable {
  private final List<String> services;
  private final Traffic traffic;

  /**
   * For subclasses.
   *
   * @param services what settings call the services it has; all listen at {@link #endpoint}
   * @param traffic through which all of its requests go
   */
  protected EmbeddedCloud(List<String> services, Traffic traffic) {
    this.services = List.copyOf(services);
    this.traffic = traffic;
  }

  /** Where it listens. */
  public abstract URI endpoint();

  /** The URI form of the clusters there are. */
  public abstract List<String> clusters();

  /** Everything there is, as a JSON tree; equal worlds give equal trees. */
  public abstract Map<String, Object> state();

  /** Stops listening. */
  @Override
  public abstract void close();

  /** The address of every service. */
  public final Map<String, URI> endpoints() {
    Map<String, URI> endpoints = new TreeMap<>();
    services.forEach(service -> endpoints.put(service, endpoint()));
    return endpoints;
  }

  /** The settings with which an onboarding reaches it. */
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    endpoints().forEach((service, uri) -> settings.put("endpoint." + service, uri.toString()));
    return settings;
  }

  /** What goes wrong with coming requests. */
  public final Faults faults() {
    return traffic.faults();
  }

  /** Every request so far. */
  public final List<RecordedCall> calls() {
    return traffic.calls();
  }

  /** Forgets the requests so far. */
  public final void forgetCalls() {
    traffic.forgetCalls();
  }

  /** Takes that long for every reply from now on. */
  public final void latency(Duration latency) {
    traffic.latency(latency);
  }
}
