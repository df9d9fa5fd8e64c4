package dev.onboard4j.testkit.azure;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** How often something new is not known yet. Guarded by the world. */
final class AzureLags {
  private final Map<AzureLag, Integer> lags = new EnumMap<>(AzureLag.class);
  private final Map<String, Integer> left = new HashMap<>();

  void set(AzureLag lag, int times) {
    lags.put(lag, times);
  }

  int of(AzureLag lag) {
    return lags.getOrDefault(lag, 0);
  }

  /** Something new begins to become known. */
  void begin(AzureLag lag, String id) {
    left.put(lag + " " + AzureId.key(id), of(lag));
  }

  /** Whether it is not known yet; asking brings it nearer. */
  boolean pending(AzureLag lag, String id) {
    String key = lag + " " + AzureId.key(id);
    int more = left.getOrDefault(key, 0);
    if (more > 0) {
      left.put(key, more - 1);
    }
    return more > 0;
  }
}
