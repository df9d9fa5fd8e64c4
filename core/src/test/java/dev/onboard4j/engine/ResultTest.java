package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.json.Json;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import dev.onboard4j.run.ApplyFailedException;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.run.UndoReport;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** How a run is told afterwards. */
final class ResultTest {
  private static OnboardingResult result(Map<ResourceId, Outcome> outcomes) {
    Map<ResourceId, Action> actions = new LinkedHashMap<>();
    outcomes.keySet().forEach(id -> actions.put(id, Action.CREATE));
    return new OnboardingResult(
        "run-1",
        URI.create("memory://account/here/prod"),
        "sha256:0",
        actions,
        outcomes,
        new TreeMap<>(Map.of(MemoryCloud.id("done"), new TreeMap<>(Map.of("name", "value")))),
        UndoReport.none(),
        List.of("a warning"));
  }

  private static Map<ResourceId, Outcome> everySort() {
    Map<ResourceId, Outcome> outcomes = new LinkedHashMap<>();
    outcomes.put(MemoryCloud.id("done"), new Outcome.Done());
    outcomes.put(
        MemoryCloud.id("failed"),
        new Outcome.Failed(
            OnboardingException.of(Category.PERMISSION, "refused")
                .remedy("grant it")
                .missing(List.of(new RequiredPermission("memory:Write", "thing")))
                .build()));
    outcomes.put(
        MemoryCloud.id("unknown"),
        new Outcome.Unknown(
            OnboardingException.of(Category.UNKNOWN_OUTCOME, "lost").remedy("look").build()));
    outcomes.put(
        MemoryCloud.id("skipped"),
        new Outcome.Skipped(
            new TreeSet<>(Set.of(MemoryCloud.id("failed"), MemoryCloud.id("unknown")))));
    outcomes.put(MemoryCloud.id("stopped"), new Outcome.Skipped(new TreeSet<>()));
    outcomes.put(MemoryCloud.id("undone"), new Outcome.Undone());
    return outcomes;
  }

  @Test
  void everySortOfOutcomeReadsAsWrittenDown() {
    Golden.check("result", result(everySort()).toJson());
  }

  @Test
  void theExceptionTellsEveryRootOnce() {
    assertThatThrownBy(
            () -> {
              throw ApplyFailedException.of(result(everySort()));
            })
        .hasMessage("thing/failed: refused; thing/unknown: lost")
        .isInstanceOfSatisfying(
            ApplyFailedException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.PERMISSION);
              assertThat(e.resource()).contains(MemoryCloud.id("failed"));
              assertThat(e.remedy()).isEqualTo("grant it");
              assertThat(e.missing())
                  .containsExactly(new RequiredPermission("memory:Write", "thing"));
              assertThat(e.result().warnings()).containsExactly("a warning");
            });
  }

  @Test
  void aRunThatWasOnlyStoppedSaysSo() {
    Map<ResourceId, Outcome> outcomes = new LinkedHashMap<>();
    outcomes.put(MemoryCloud.id("a"), new Outcome.Skipped(new TreeSet<>()));
    assertThat(ApplyFailedException.of(result(outcomes)))
        .hasMessage("the run was cancelled before its end")
        .satisfies(e -> assertThat(e.remedy()).isEqualTo("run it again"));
    assertThat(result(outcomes).succeeded()).isFalse();
  }

  private static OnboardingResult told(
      SortedMap<ResourceId, SortedMap<String, String>> outputs, UndoReport undo) {
    return new OnboardingResult(
        "run-1",
        URI.create("memory://account/here/prod"),
        "sha256:0",
        Map.of(),
        Map.of(),
        outputs,
        undo,
        List.of());
  }

  @Test
  void outputsOfOneNameAreToldApartUnlessTheyAreEqual() {
    SortedMap<ResourceId, SortedMap<String, String>> outputs = new TreeMap<>();
    outputs.put(MemoryCloud.id("a"), new TreeMap<>(Map.of("arn", "a", "region", "r", "only", "o")));
    outputs.put(MemoryCloud.id("b"), new TreeMap<>(Map.of("arn", "b", "region", "r")));
    assertThat(told(outputs, UndoReport.none()).outputs())
        .containsExactly(
            Map.entry("only", "o"),
            Map.entry("region", "r"),
            Map.entry("thing/a.arn", "a"),
            Map.entry("thing/b.arn", "b"));
  }

  @Test
  void theUndoReportIsPartOfTheDocument() {
    UndoReport undo =
        new UndoReport(
            List.of(MemoryCloud.id("b")), new TreeMap<>(Map.of(MemoryCloud.id("a"), "in use")));
    assertThat(Json.object(told(new TreeMap<>(), undo).toJson()).get("undo"))
        .isEqualTo(Map.of("removed", List.of("thing/b"), "kept", Map.of("thing/a", "in use")));
  }
}
