package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  @TempDir private Path folder;

  @Test
  void intentComesBeforeAndOutcomeAfterEveryWrite() throws IOException {
    Path file = folder.resolve("journal.jsonl");
    MemoryCloud cloud = new MemoryCloud().plain("a");
    cloud.onboarding().journal(file).plan(MemoryCloud.cluster()).apply();
    assertThat(Files.readAllLines(file))
        .extracting(line -> Json.object(line).get("event"))
        .containsSubsequence("step-started", "write-sent", "step-ended", "run-ended");
  }
}
