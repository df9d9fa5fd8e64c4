package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.json.Json;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.run.Journal;
import dev.onboard4j.run.OnboardingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        .containsSubsequence("step-started", "write-sent", "step-ended", "apply-ended");
  }

  @Test
  void eachLineNamesTheClusterAndARefusedRunHasAnEnding() throws IOException {
    Path file = folder.resolve("journal.jsonl");
    MemoryCloud cloud = new MemoryCloud().plain("a");
    cloud.put("a", State.builder().known("size", 5).build(), Owner.OTHER);
    ApplicablePlan planned = cloud.onboarding().journal(file).plan(MemoryCloud.cluster());
    assertThatThrownBy(planned::attempt).isInstanceOf(OnboardingException.class);
    List<Map<String, Object>> lines = Files.readAllLines(file).stream().map(Json::object).toList();
    assertThat(lines)
        .allSatisfy(
            line -> assertThat(line).containsEntry("cluster", "memory://account/here/prod"));
    assertThat(lines.get(lines.size() - 1))
        .containsEntry("event", "apply-refused")
        .containsEntry("fingerprint", planned.plan().fingerprint())
        .containsKey("error");
  }

  @Test
  void everyEventIsALineWithItsRunAlsoThoseThatAJournalLeavesOut() {
    List<Map<String, Object>> lines = new ArrayList<>();
    MemoryCloud cloud = new MemoryCloud().plain("a");
    cloud
        .onboarding()
        .on(OnboardingEvent.class, event -> lines.add(Json.object(Journal.line(event))))
        .plan(MemoryCloud.cluster())
        .apply();
    assertThat(lines)
        .allSatisfy(line -> assertThat(line).containsKeys("at", "run", "cluster", "phase"));
    assertThat(lines)
        .filteredOn(line -> "progressed".equals(line.get("event")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).containsKeys("done", "total"));
    assertThat(lines)
        .filteredOn(line -> "read-sent".equals(line.get("event")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).containsKeys("id", "request"));
  }

  @Test
  void aJournalThatCannotBeWrittenIsOneWarningWithItsPath() {
    MemoryCloud cloud = new MemoryCloud().plain("a").plain("b");
    List<String> warnings =
        cloud.onboarding().journal(folder).plan(MemoryCloud.cluster()).apply().warnings();
    assertThat(warnings).singleElement().asString().contains("the journal " + folder);
  }

  @Test
  void aListenerThatThrowsAnErrorIsAWarning() {
    MemoryCloud cloud = new MemoryCloud().plain("a");
    List<String> warnings =
        cloud
            .onboarding()
            .on(
                OnboardingEvent.WriteSent.class,
                event -> {
                  throw new AssertionError("hush");
                })
            .plan(MemoryCloud.cluster())
            .apply()
            .warnings();
    assertThat(warnings).containsExactly("a listener of WriteSent threw java.lang.AssertionError");
  }
}
