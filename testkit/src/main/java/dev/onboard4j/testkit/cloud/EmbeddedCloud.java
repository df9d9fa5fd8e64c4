package dev.onboard4j.testkit.cloud;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** What every embedded cloud can be asked. Thread-safe. */
public interface EmbeddedCloud extends AutoCloseable {
  /** Where it listens. */
  URI endpoint();

  /** The address of every service. */
  Map<String, URI> endpoints();

  /** The same as settings of an onboarding. */
  Map<String, String> settings();

  /** The URI form of the clusters there are. */
  List<String> clusters();

  /** What goes wrong with coming requests. */
  Faults faults();

  /** Every request so far. */
  List<RecordedCall> calls();

  /** Forgets the requests so far. */
  void forgetCalls();

  /** Everything there is, as a JSON tree; equal worlds give equal trees. */
  Map<String, Object> state();

  @Override
  void close();
}
