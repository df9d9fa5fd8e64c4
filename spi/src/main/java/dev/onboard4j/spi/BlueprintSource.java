package dev.onboard4j.spi;

import java.io.InputStream;
import java.util.SortedSet;

/**
 * Ships blueprints in a jar; found by {@link java.util.ServiceLoader}.
 *
 * <p>Thread-safe.
 */
public interface BlueprintSource {
  /** The ids it ships: {@code castai/2023}, {@code castai/current}. */
  SortedSet<String> ids();

  /** The one that holds when nobody chooses. */
  String defaultId();

  /** The JSON of a blueprint it ships; the caller closes the stream. */
  InputStream open(String id);
}
