package dev.onboard4j.testkit.cloud;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An embedded cloud: its address, state, recorded calls and faults. Thread-safe. */
public abstract class EmbeddedCloud implements AutoCloseable {
  private final List<String> services;
  private final Traffic traffic;

  /**
   * For subclasses.
   *
   * @param services the names of its services in settings; all listen at {@link #endpoint}
   * @param traffic handles all of its requests
   */
  protected EmbeddedCloud(List<String> services, Traffic traffic) {
    this.services = List.copyOf(services);
    this.traffic = traffic;
  }

  /** Where it listens. */
  public abstract URI endpoint();

  /** The URIs of its clusters. */
  public abstract List<String> clusters();

  /** The whole state as a JSON tree; equal worlds give equal trees. */
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

  /** The faults of later requests. */
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

  /** Delays every reply from now on. */
  public final void latency(Duration latency) {
    traffic.latency(latency);
  }
}
