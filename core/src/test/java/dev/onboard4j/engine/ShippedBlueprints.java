package dev.onboard4j.engine;

import dev.onboard4j.spi.BlueprintSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Ships two blueprints. */
public class ShippedBlueprints implements BlueprintSource {
  /** Ships another one. */
  public static final class Others extends ShippedBlueprints {
    @Override
    public SortedSet<String> ids() {
      return new TreeSet<>(List.of("other/1"));
    }

    @Override
    public String defaultId() {
      return "other/1";
    }
  }

  @Override
  public SortedSet<String> ids() {
    return new TreeSet<>(List.of("ours/1", "ours/2"));
  }

  @Override
  public String defaultId() {
    return "ours/2";
  }

  @Override
  public InputStream open(String id) {
    return new ByteArrayInputStream(("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
  }
}
