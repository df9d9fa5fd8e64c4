package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.OnboardingPlan;
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
  void anEndpointACredentialOrASecretInAPlanFileIsRefused() {
    OnboardingPlan plan = cloud.plain("a").plan().plan();
    String json =
        Forgery.forged(
            plan,
            tree ->
                tree.put(
                    "settings",
                    Map.of(
                        "endpoint.memory",
                        "http://elsewhere",
                        "memory.profile",
                        "theirs",
                        "memory.token",
                        "theirs")));
    assertThatThrownBy(() -> cloud.onboarding().read(json))
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e ->
                assertThat(e.problems())
                    .extracting(problem -> problem.path())
                    .containsExactly("endpoint.memory", "memory.profile", "memory.token"));
  }

  @Test
  void aGateThatIsMissingInAPlanFileIsJudgedAnew() {
    cloud.plain("a");
    cloud.put("a", size(5), Owner.OTHER);
    OnboardingPlan plan = cloud.plan().plan();
    String json = Forgery.forged(plan, tree -> Forgery.change(tree, 0).put("gate", null));
    refused(cloud.onboarding().read(json), "thing/a: is blocked now: it carries the mark of");
  }

  @Test
  void aMissingConsentInAPlanFileIsJudgedAnew() {
    cloud.plain("a");
    cloud.put("a", size(5), Owner.UNMARKED);
    OnboardingPlan plan = cloud.plan().plan();
    String json = Forgery.forged(plan, tree -> Forgery.change(tree, 0).put("gate", null));
    refused(cloud.onboarding().read(json), "thing/a: needs the consent 'adopt' now");
  }

  @Test
  void aForeignObjectIsNotDeletedByAPlanFile() {
    cloud.plain("a");
    cloud.put("a", size(1), Owner.OTHER);
    OnboardingPlan plan = cloud.onboarding().planRemoval(MemoryCloud.cluster()).plan();
    String json = Forgery.forged(plan, tree -> Forgery.change(tree, 0).put("action", "delete"));
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
            tree -> Forgery.change(tree, 0).put("more", "x"),
            tree -> tree.put("summary", Map.of("create", 0)))) {
      String json = Forgery.forged(plan, change);
      assertThatThrownBy(() -> cloud.onboarding().read(json))
          .hasMessage("the plan has a key or a value that no plan of this version has");
    }
  }

  @Test
  void aTextOfAnyLengthIsNotReadIntoMemory() {
    String endless = " ".repeat(16_000_001);
    assertThatThrownBy(() -> cloud.onboarding().read(endless))
        .hasMessageContaining("has 16000001 characters; the longest has 16000000");
  }

  @Test
  void aLimitInAPlanFileIsRefused() {
    OnboardingPlan plan = cloud.plain("a").plan().plan();
    String json =
        Forgery.forged(plan, tree -> tree.put("settings", Map.of("limits.attempts", "99999")));
    assertThatThrownBy(() -> cloud.onboarding().read(json))
        .hasMessageContaining("settings that only the caller of a run gives");
  }
}
