package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.json.Json;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.OnboardingPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A plan file is data of another person: it can neither direct credentials nor drop a gate. */
final class ForeignPlanTest {
  private final MemoryCloud cloud = new MemoryCloud();

  private static State size(int size) {
    return State.builder().known("size", size).build();
  }

  /** A file with a correct fingerprint whose content is changed. */
  private static String forged(OnboardingPlan plan, Consumer<Map<String, Object>> change) {
    Map<String, Object> tree = new LinkedHashMap<>(Json.object(plan.toJson()));
    change.accept(tree);
    tree.remove("fingerprint");
    if (tree.get("summary").equals(Json.object(plan.toJson()).get("summary"))) {
      tree.put("summary", summary(tree));
    }
    tree.put("fingerprint", "sha256:" + Json.digest(tree));
    return Json.line(tree);
  }

  /** A summary that agrees with the forged changes. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> summary(Map<String, Object> tree) {
    Map<String, Object> counts = new LinkedHashMap<>((Map<String, Object>) tree.get("summary"));
    counts.replaceAll((key, count) -> 0);
    for (Object change : (List<Object>) tree.get("changes")) {
      Map<String, Object> one = (Map<String, Object>) change;
      counts.merge((String) one.get("action"), 1, (a, b) -> (int) a + (int) b);
      for (String gate : List.of("consent", "blocked")) {
        if (one.get("gate") instanceof Map<?, ?> gated && gated.containsKey(gate)) {
          counts.merge(gate, 1, (a, b) -> (int) a + (int) b);
        }
      }
    }
    return counts;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> firstChange(Map<String, Object> tree) {
    return (Map<String, Object>) ((List<Object>) tree.get("changes")).get(0);
  }

  private void refused(ApplicablePlan planned, String words) {
    assertThatThrownBy(planned::attempt)
        .hasMessageContaining(words)
        .isInstanceOfSatisfying(
            OnboardingException.class, e -> assertThat(e.category()).isEqualTo(Category.CONFLICT));
    assertThat(cloud.log).isEmpty();
  }

  @Test
  void aDriftDocumentIsNotApplied() {
    cloud.plain("a");
    String json = cloud.onboarding().drift(MemoryCloud.cluster()).toJson();
    assertThatThrownBy(() -> cloud.onboarding().read(json))
        .hasMessage("the document describes drift; only a plan or a removal can be applied");
  }

  @Test
  void aSecretSettingIsInNoFormOfAPlan() {
    OnboardingPlan plan =
        cloud
            .plain("a")
            .onboarding()
            .set("memory.token", "hush")
            .plan(MemoryCloud.cluster())
            .plan();
    assertThat(plan.settings()).doesNotContainKey("memory.token");
    assertThat(plan.toJson() + plan + plan.describe()).doesNotContain("hush");
  }

  @Test
  void anEndpointOrASecretInAPlanFileIsRefused() {
    OnboardingPlan plan = cloud.plain("a").plan().plan();
    String json =
        forged(
            plan,
            tree ->
                tree.put(
                    "settings",
                    Map.of("endpoint.memory", "http://elsewhere", "memory.token", "theirs")));
    assertThatThrownBy(() -> cloud.onboarding().read(json))
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.path())
                    .containsExactly("endpoint.memory", "memory.token"));
  }

  @Test
  void aGateThatIsMissingInAPlanFileIsJudgedAnew() {
    cloud.plain("a");
    cloud.put("a", size(5), Owner.OTHER);
    OnboardingPlan plan = cloud.plan().plan();
    String json = forged(plan, tree -> firstChange(tree).put("gate", null));
    refused(cloud.onboarding().read(json), "thing/a: is blocked now: it carries the mark of");
  }

  @Test
  void aMissingConsentInAPlanFileIsJudgedAnew() {
    cloud.plain("a");
    cloud.put("a", size(5), Owner.UNMARKED);
    OnboardingPlan plan = cloud.plan().plan();
    String json = forged(plan, tree -> firstChange(tree).put("gate", null));
    refused(cloud.onboarding().read(json), "thing/a: needs the consent 'adopt' now");
  }

  @Test
  void aForeignObjectIsNotDeletedByAPlanFile() {
    cloud.plain("a");
    cloud.put("a", size(1), Owner.OTHER);
    OnboardingPlan plan = cloud.onboarding().planRemoval(MemoryCloud.cluster()).plan();
    String json = forged(plan, tree -> firstChange(tree).put("action", "delete"));
    refused(cloud.onboarding().read(json), "thing/a: was planned as delete, is keep now");
  }

  @Test
  void anObstacleThatAppearsLaterStopsTheDelete() {
    cloud.plain("a");
    cloud.put("a", size(1), Owner.OURS);
    ApplicablePlan removal = cloud.onboarding().planRemoval(MemoryCloud.cluster());
    cloud.obstacles.put("a", List.of("an instance uses it"));
    refused(removal, "thing/a: is blocked now: it is in use: an instance uses it");
  }

  @Test
  void aForeignAttachmentThatAppearsLaterStopsTheDelete() {
    State ours = State.builder().members("grants", List.of("ours")).build();
    cloud.thing("a", ours);
    cloud.put("a", ours, Owner.OURS);
    ApplicablePlan removal =
        cloud.onboarding().allow("foreign-attachments").planRemoval(MemoryCloud.cluster());
    cloud.put(
        "a", State.builder().members("grants", List.of("ours", "theirs")).build(), Owner.OURS);
    refused(removal, "thing/a: needs the consent 'foreign-attachments' now");
  }

  @Test
  void oneMoreForeignAttachmentThanTheCallerSawStopsTheDelete() {
    cloud.thing("a", State.builder().members("grants", List.of("ours")).build());
    cloud.put("a", State.builder().members("grants", List.of("ours", "one")).build(), Owner.OURS);
    ApplicablePlan removal =
        cloud.onboarding().allow("foreign-attachments").planRemoval(MemoryCloud.cluster());
    cloud.put(
        "a", State.builder().members("grants", List.of("ours", "one", "two")).build(), Owner.OURS);
    refused(removal, "grants: two");
  }

  @Test
  void anObjectThatIsSharedMeanwhileIsNotUpdatedWithoutConsent() {
    cloud.plain("a");
    cloud.put("a", size(5), Owner.OURS);
    ApplicablePlan planned = cloud.plan();
    cloud.put("a", size(5), Owner.SHARED);
    refused(planned, "thing/a: needs the consent 'shared' now");
  }

  @Test
  void anUnmarkedObjectThatOthersUseMeanwhileIsNotAdoptedWithoutTheirConsent() {
    cloud.plain("a");
    cloud.put("a", size(5), Owner.UNMARKED);
    ApplicablePlan planned = cloud.onboarding().adopt("all").plan(MemoryCloud.cluster());
    cloud.users.put("a", Set.of(MemoryCloud.id("theirs")));
    refused(planned, "thing/a: needs the consent 'shared' now: others use it");
  }

  @Test
  void aFinishedPlanWithAReplaceAndItsDependentIsANoOp() {
    cloud.thing("a", State.builder().fixed("path", "/").build());
    cloud.thing(
        "b",
        State.builder()
            .value("from", new State.Unknown(MemoryCloud.id("a"), "name", false))
            .build(),
        "a");
    cloud.put("a", State.builder().fixed("path", "/old/").build(), Owner.OURS);
    cloud.put("b", State.builder().known("from", "old-name").build(), Owner.OURS);
    String json = cloud.onboarding().allow("replace").plan(MemoryCloud.cluster()).plan().toJson();
    assertThat(cloud.onboarding().allow("replace").read(json).apply().succeeded()).isTrue();
    cloud.log.clear();
    assertThat(cloud.onboarding().allow("replace").read(json).apply().succeeded()).isTrue();
    assertThat(cloud.log).isEmpty();
  }

  @Test
  void aClusterOfAnotherProviderIsRefused() {
    ClusterRef other =
        new ClusterRef() {
          @Override
          public String provider() {
            return "elsewhere";
          }

          @Override
          public String account() {
            return "account";
          }

          @Override
          public String location() {
            return "here";
          }

          @Override
          public String name() {
            return "prod";
          }
        };
    assertThatThrownBy(() -> cloud.plain("a").onboarding().plan(other))
        .hasMessageContaining("is a cluster of provider elsewhere, not of memory");
  }

  @Test
  void aKeyThatNoPlanHasIsRefused() {
    OnboardingPlan plan = cloud.plain("a").plan().plan();
    for (Consumer<Map<String, Object>> change :
        List.<Consumer<Map<String, Object>>>of(
            tree -> tree.put("more", "x"),
            tree -> firstChange(tree).put("more", "x"),
            tree -> tree.put("summary", Map.of("create", 0)))) {
      String json = forged(plan, change);
      assertThatThrownBy(() -> cloud.onboarding().read(json))
          .hasMessage("the plan has a key or a value that no plan of this version has");
    }
  }

  @Test
  void aTextOfAnyLengthIsNotReadIntoMemory() {
    String endless = " ".repeat(64_000_001);
    assertThatThrownBy(() -> cloud.onboarding().read(endless))
        .hasMessageContaining("has 64000001 characters; the longest has 64000000");
  }

  @Test
  void aLimitInAPlanFileIsRefused() {
    OnboardingPlan plan = cloud.plain("a").plan().plan();
    String json = forged(plan, tree -> tree.put("settings", Map.of("limits.attempts", "99999")));
    assertThatThrownBy(() -> cloud.onboarding().read(json))
        .hasMessageContaining("endpoints, secrets or limits");
  }
}
