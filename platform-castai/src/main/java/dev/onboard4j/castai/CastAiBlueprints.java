package dev.onboard4j.castai;

import dev.onboard4j.spi.BlueprintSource;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Ships what CAST AI asks for: {@code castai/current} and {@code castai/2023}.
 *
 * <p>The data stands beside this class, one JSON file per version, every permission with its reason
 * and provenance. Thread-safe; made by {@link java.util.ServiceLoader}.
 */
public final class CastAiBlueprints implements BlueprintSource {
  private static final String PREFIX = "castai/";
  private static final List<String> VERSIONS = List.of("2023", "current");

  /** For {@link java.util.ServiceLoader}. */
  public CastAiBlueprints() {}

  @Override
  public SortedSet<String> ids() {
    TreeSet<String> ids = new TreeSet<>();
    VERSIONS.forEach(version -> ids.add(PREFIX + version));
    return Collections.unmodifiableSortedSet(ids);
  }

  @Override
  public String defaultId() {
    return PREFIX + "current";
  }

  @Override
  public InputStream open(String id) {
    if (!ids().contains(id)) {
      throw new IllegalArgumentException("'" + id + "' is none of " + ids());
    }
    InputStream stream =
        CastAiBlueprints.class.getResourceAsStream(id.substring(PREFIX.length()) + ".json");
    if (stream == null) {
      throw new IllegalStateException("the jar of CAST AI's blueprints lacks " + id);
    }
    return stream;
  }
}
