package dev.onboard4j.hostile;

import dev.onboard4j.spi.BlueprintSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The well-behaved source of the only blueprint. */
record Shipped() implements BlueprintSource {
  private static final String BLUEPRINT =
      """
      {"id": "hostile/1",
       "clouds": {"cloud": {"a": {"b": [1]}}},
       "contributors": {"inside": {"depth": {"c": [2]}}}}
      """;

  @Override
  public SortedSet<String> ids() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(List.of("hostile/1")));
  }

  @Override
  public String defaultId() {
    return "hostile/1";
  }

  @Override
  public InputStream open(String id) {
    return new ByteArrayInputStream(BLUEPRINT.getBytes(StandardCharsets.UTF_8));
  }
}
