package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.State;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What has to be agreed to, and what nobody can agree to. */
final class ConsentTest {
  private final MemoryCloud cloud = new MemoryCloud();

  private void differing(String name, Owner owner) {
    cloud.plain(name);
    cloud.put(name, State.builder().known("size", 2).build(), owner);
  }

  private ApplicablePlan plan(String... adopted) {
    return cloud.onboarding().adopt(adopted).plan(MemoryCloud.cluster());
  }

  @Test
  void everythingMissingIsToldAtOnceWithTheWayOut() {
    differing("found", Owner.UNMARKED);
    differing("shared", Owner.SHARED);
    differing("theirs", Owner.OTHER);
    cloud.users.put("shared", Set.of(MemoryCloud.id("x")));
    ApplicablePlan planned = plan();
    assertThat(planned.refusals())
        .extracting(Problem::toString)
        .containsExactly(
            "thing/found: it exists without the mark of onboarding; adopting it writes the mark and"
                + " the changes shown (agree with adopt thing/found, or adopt all)",
            "thing/shared: it is shared: the change shown affects each of its users, now [thing/x]"
                + " (agree with allow shared)",
            "thing/theirs: it carries the mark of another cluster or tool; choose another"
                + " name or remove it there first");
    assertThatThrownBy(planned::apply)
        .hasMessage("the plan has open gates and cannot be applied; nothing was written")
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.CONFLICT);
              assertThat(e.problems()).isEqualTo(planned.refusals());
              assertThat(e.remedy())
                  .isEqualTo("give the consents and remove the obstacles that the problems name");
            });
    assertThat(cloud.log).isEmpty();
  }

  @Test
  void anAdoptedObjectThatOthersUseNeedsTheConsentOfSharedObjectsToo() {
    differing("found", Owner.UNMARKED);
    cloud.plain("mine");
    cloud.users.put("found", Set.of(MemoryCloud.id("mine"), MemoryCloud.id("theirs")));
    String affected = "others use it: the change shown affects [thing/theirs]";
    assertThat(plan("all").refusals())
        .extracting(Problem::toString)
        .containsExactly("thing/found: " + affected + " (agree with allow shared)");
    assertThat(cloud.onboarding().allow("shared").plan(MemoryCloud.cluster()).refusals())
        .singleElement()
        .asString()
        .contains("(agree with adopt thing/found, or adopt all)");
    assertThat(plan().plan().describe())
        .containsSubsequence("needs consent 'adopt'", "needs consent 'shared': " + affected);
    Onboarding both = cloud.onboarding().adopt("all").allow("shared");
    assertThat(both.plan(MemoryCloud.cluster()).apply().succeeded()).isTrue();
  }

  @Test
  void usersOfThisPlanAreNoOtherUsers() {
    differing("found", Owner.UNMARKED);
    cloud.plain("mine");
    cloud.users.put("found", Set.of(MemoryCloud.id("mine")));
    assertThat(plan("all").refusals()).isEmpty();
  }

  @Test
  void aChangeOfAnOwnObjectThatOthersUseNeedsConsent() {
    differing("mine", Owner.OURS);
    cloud.users.put("mine", Set.of(MemoryCloud.id("theirs")));
    assertThat(plan().refusals())
        .extracting(Problem::toString)
        .containsExactly(
            "thing/mine: others use it: the change shown affects [thing/theirs] (agree with allow"
                + " shared)");
  }

  @Test
  void oneResourceCanBeAdoptedByNameOrAllAtOnce() {
    differing("found", Owner.UNMARKED);
    assertThat(plan("thing/other").refusals()).hasSize(1);
    assertThat(plan("thing/found").refusals()).isEmpty();
    assertThat(plan("all").apply().succeeded()).isTrue();
  }

  @Test
  void aKindOfConsentIsGivenByItsName() {
    differing("shared", Owner.SHARED);
    Onboarding onboarding = cloud.onboarding();
    assertThat(onboarding.allow("adopt", "all").plan(MemoryCloud.cluster()).refusals()).hasSize(1);
    assertThat(onboarding.allow("shared").plan(MemoryCloud.cluster()).refusals()).isEmpty();
  }

  @Test
  void aDeniedPermissionStopsTheApplyBeforeItsFirstRequest() {
    cloud.plain("a");
    cloud.session.answers.put("memory:Write", PermissionCheck.Answer.DENIED);
    ApplicablePlan planned = cloud.plan();
    assertThat(planned.refusals())
        .singleElement()
        .asString()
        .startsWith("thing/a: the caller lacks memory:Write: ");
    assertThatThrownBy(planned::apply)
        .hasMessage("the caller lacks 1 permission; nothing was written")
        .isInstanceOfSatisfying(
            OnboardingException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.PERMISSION);
              assertThat(e.missing())
                  .extracting(one -> one.permission())
                  .containsExactly("memory:Write");
              assertThat(e.remedy()).isEqualTo("grant the permissions that this plan lists");
            });
    assertThat(cloud.log).isEmpty();
  }

  @Test
  void whatOthersAddedIsDetachedWithConsentOnly() {
    cloud.thing("a", State.builder().members("grants", Set.of("ours")).build());
    cloud.put("a", State.builder().members("grants", Set.of("ours", "theirs")).build(), Owner.OURS);
    ApplicablePlan removal = cloud.onboarding().planRemoval(MemoryCloud.cluster());
    assertThat(removal.refusals())
        .singleElement()
        .hasToString(
            "thing/a: others added to it: grants: theirs; these get detached, not deleted (agree"
                + " with allow foreign-attachments)");
  }

  @Test
  void aDenialThatBlocksManyIsToldOnceWithAllOfThem() {
    for (String name : List.of("a", "b", "c")) {
      cloud.plain(name);
      cloud.put(name, State.empty(), Owner.UNREADABLE);
    }
    ApplicablePlan planned = plan();
    String denial =
        "it cannot be read: the caller lacks [memory:Read]; grant these permissions and plan again";
    assertThat(planned.refusals())
        .filteredOn(problem -> problem.message().equals(denial))
        .extracting(Problem::path)
        .containsExactly("thing/a, thing/b, thing/c");
    assertThat(planned.plan().describe())
        .containsOnlyOnce("blocked: " + denial)
        .containsSubsequence("blocked, as thing/a", "blocked, as thing/a");
  }
}
