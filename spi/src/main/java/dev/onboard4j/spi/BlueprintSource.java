package dev.onboard4j.spi;

import java.io.InputStream;
import java.util.SortedSet;

/**
 * Ships blueprints in a jar; found by {@link java.util.ServiceLoader}.
 *
 * <p>Thread-safe.
 */
public interface BlueprintSource {
  /** The ids of the shipped blueprints: {@code castai/2023}, {@code castai/current}. */
  SortedSet<String> ids();

  /** The id of the blueprint that applies when the caller chooses none. */
  String defaultId();

  /** Opens the JSON of a shipped blueprint; the caller closes the stream. */
  InputStream open(String id);
}
