package dev.onboard4j.testkit.azure;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Makes GUIDs: the same ones in every world, so that equal worlds are equal. */
final class AzureIds {
  private final Map<String, Integer> made = new HashMap<>();

  String next(String kind) {
    int number = made.merge(kind, 1, Integer::sum);
    return UUID.nameUUIDFromBytes((kind + "/" + number).getBytes(StandardCharsets.UTF_8))
        .toString();
  }
}
