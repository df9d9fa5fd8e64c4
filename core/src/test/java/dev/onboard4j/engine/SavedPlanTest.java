package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.json.Json;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.OnboardingPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class SavedPlanTest {
  private final MemoryCloud cloud = new MemoryCloud();

  private ApplicablePlan everySortOfValue() {
    cloud
        .plain("a")
        .thing(
            "b",
            State.builder()
                .fixed("path", "/")
                .known("document", Map.of("list", List.of(1, "two", true)))
                .members("grants", Set.of("read"))
                .value("from", new State.Unknown(MemoryCloud.id("a"), "name", false))
                .value("key", new State.Hidden(Secret.of("hush")))
                .build(),
            "a");
    cloud.put("a", State.builder().known("size", 3).build(), Owner.UNMARKED);
    cloud
        .plain("theirs")
        .thing(
            "giving",
            State.builder()
                .value("uses", new State.Unknown(MemoryCloud.id("b"), "name", true))
                .build(),
            "b");
    cloud.grants.put(
        "giving",
        List.of(new Grant("who", new JustifiedPermission("what", "why", "doc"), "where", "if")));
    cloud.put("theirs", State.builder().known("size", 3).build(), Owner.OTHER);
    cloud.session.answers.put("memory:Write", PermissionCheck.Answer.ALLOWED);
    return cloud.onboarding().set("memory.size", "large").plan(MemoryCloud.cluster());
  }

  @Test
  void aPlanReadBackIsThePlan() {
    OnboardingPlan plan = everySortOfValue().plan();
    OnboardingPlan read = cloud.onboarding().read(plan.toJson()).plan();
    assertThat(read.toJson()).isEqualTo(plan.toJson());
    assertThat(read.fingerprint()).isEqualTo(plan.fingerprint());
  }

  @Test
  void aSecretIsNotInIt() {
    OnboardingPlan plan = everySortOfValue().plan();
    assertThat(plan.toJson() + plan.describe() + plan).doesNotContain("hush");
  }

  @TestFactory
  Stream<DynamicTest> everyFieldThatIsChangedIsNoticed() {
    String json = everySortOfValue().plan().toJson();
    List<String> paths = new ArrayList<>();
    leaves("", Json.object(json), paths);
    assertThat(paths).hasSizeGreaterThan(60);
    return paths.stream()
        .map(path -> DynamicTest.dynamicTest(path, () -> refusedWhenChanged(json, path)));
  }

  private void refusedWhenChanged(String json, String path) {
    Map<String, Object> tree = Json.object(json);
    change(tree, path);
    assertThatThrownBy(() -> cloud.onboarding().read(Json.line(tree)))
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> assertThat(e.category()).isEqualTo(OnboardingException.Category.CONFLICT));
  }

  private static void leaves(String path, Object tree, List<String> paths) {
    if (tree instanceof Map<?, ?> map) {
      map.forEach((key, value) -> leaves(path + "\u0000" + key, value, paths));
    } else if (tree instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        leaves(path + "\u0000" + i, list.get(i), paths);
      }
    } else {
      paths.add(path);
    }
  }

  @SuppressWarnings("unchecked")
  private static void change(Object tree, String path) {
    String[] steps = path.substring(1).split("\u0000", -1);
    Object at = tree;
    for (int i = 0; i < steps.length - 1; i++) {
      at =
          at instanceof Map<?, ?> map
              ? map.get(steps[i])
              : ((List<?>) at).get(Integer.parseInt(steps[i]));
    }
    String last = steps[steps.length - 1];
    if (at instanceof Map<?, ?> map) {
      ((Map<String, Object>) map).put(last, "changed by hand");
    } else {
      ((List<Object>) at).set(Integer.parseInt(last), "changed by hand");
    }
  }

  @Test
  void aFieldThatIsAddedIsNoticed() {
    Map<String, Object> tree =
        new LinkedHashMap<>(Json.object(cloud.plain("a").plan().plan().toJson()));
    tree.put("extra", 1);
    assertThatThrownBy(() -> cloud.onboarding().read(Json.line(tree)))
        .hasMessageContaining("fingerprint");
  }

  @Test
  void whatIsNoPlanIsToldWithItsPlace() {
    assertThatThrownBy(() -> cloud.onboarding().read("{\n  nonsense"))
        .hasMessageContaining("line 2");
  }

  @Test
  void aPlanForAnotherClusterIsRefusedInWords() {
    String json = cloud.plain("a").plan().plan().toJson();
    assertThatThrownBy(
            () -> cloud.onboarding().read(json, new MemoryProvider.MemoryCluster("other")))
        .hasMessageContaining(
            "the plan is for memory://account/here/prod, not for memory://account/here/other");
    assertThat(cloud.onboarding().read(json, MemoryCloud.cluster()).plan().toJson())
        .isEqualTo(json);
  }

  @Test
  void aPlanOfAnotherProviderIsRefusedInWords() {
    refused("provider", "elsewhere", "the plan is for provider elsewhere, not memory");
  }

  @Test
  void aPlanOfAnotherVersionOfTheProviderIsRefusedInWords() {
    refused("providerVersion", "9.9", "the plan was made by version 9.9 of the provider");
  }

  @Test
  void aPlanOfAnotherSchemaIsRefusedInWords() {
    refused("schema", "onboard4j/plan/v9", "the schema is onboard4j/plan/v9; this version reads");
  }

  @Test
  void aPlanOfAnEarlierFormatIsRefusedInWords() {
    refused("format", 1, "the plan was saved in format 1; this version reads format 3");
  }

  /** A plan that is whole, but was made by somebody else. */
  private void refused(String field, Object value, String words) {
    Map<String, Object> tree =
        new LinkedHashMap<>(Json.object(cloud.plain("a").plan().plan().toJson()));
    tree.put(field, value);
    tree.remove("fingerprint");
    tree.put("fingerprint", "sha256:" + Json.digest(tree));
    assertThatThrownBy(() -> cloud.onboarding().read(Json.line(tree)))
        .hasMessageContaining(words)
        .isInstanceOfSatisfying(
            OnboardingException.class, e -> assertThat(e.remedy()).contains("plan again"));
  }
}
