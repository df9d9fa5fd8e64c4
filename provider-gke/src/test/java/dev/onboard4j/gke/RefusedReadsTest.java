package dev.onboard4j.gke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.iam.v1.Policy;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A refused read says nothing about the object: it causes no loss and leaves nothing behind. */
final class RefusedReadsTest {
  private static final String RESOURCE_MANAGER = "cloudresourcemanager.googleapis.com";
  private static final String IAM = "iam.googleapis.com";
  private static final String CONTAINER = "container.googleapis.com";

  private GoogleWorld world;

  @BeforeEach
  void start() {
    world = GoogleWorld.start();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  /** The patterns in which an API refuses requests while it is being enabled. */
  private static Map<String, Consumer<GoogleWorld>> refusals() {
    Map<String, IntPredicate> patterns = new LinkedHashMap<>();
    for (int count = 1; count <= 12; count++) {
      int first = count;
      patterns.put("the first " + first, request -> request <= first);
    }
    patterns.put("every other of the first 8", request -> request <= 8 && request % 2 == 0);
    patterns.put("the third to the sixth", request -> request >= 3 && request <= 6);
    patterns.put("all", request -> true);
    Map<String, Consumer<GoogleWorld>> all = new LinkedHashMap<>();
    for (String api : new String[] {RESOURCE_MANAGER, IAM}) {
      patterns.forEach(
          (pattern, refused) ->
              all.put(
                  api + " refuses " + pattern + " after it was enabled",
                  world -> world.google().refuseAfterEnabling(api, refused)));
      for (int count = 1; count <= 4; count++) {
        int requests = count;
        all.put(
            api + " refuses " + requests + " requests for the caller's own project",
            world -> world.google().refuseInCallersProject(api, requests));
      }
    }
    return all;
  }

  @TestFactory
  Stream<DynamicTest> noBindingOfOthersIsLostWhileApisAreEnabled() {
    return refusals().entrySet().stream()
        .map(
            refusal ->
                DynamicTest.dynamicTest(
                    refusal.getKey(), () -> bindingsAreKept(refusal.getValue())));
  }

  private static void bindingsAreKept(Consumer<GoogleWorld> refusal) {
    try (GoogleWorld world = GoogleWorld.start()) {
      world.google().disable(GoogleWorld.PROJECT, RESOURCE_MANAGER);
      refusal.accept(world);
      world.onboarding().plan(world.cluster()).attempt();
      assertOthersAreKept(world);
      world.google().refuseAfterEnabling(RESOURCE_MANAGER, request -> false);
      world.google().refuseAfterEnabling(IAM, request -> false);
      assertThat(world.onboarding().plan(world.cluster()).apply().succeeded()).isTrue();
      assertOthersAreKept(world);
      assertThat(world.onboarding().plan(world.cluster()).plan().hasChanges()).isFalse();
    }
  }

  private static void assertOthersAreKept(GoogleWorld world) {
    assertThat(world.google().state().toString())
        .contains("roles/owner user:owner@example.com")
        .contains("roles/viewer group:team@example.com if request.time > 0");
    assertThat(world.calls())
        .filteredOn(call -> call.name().equals("resourcemanager.projects.setIamPolicy"))
        .allSatisfy(call -> assertThat(call.arguments()).contains("etag: \"edition-"));
  }

  @Test
  void applyWaitsUntilAnEnabledApiAnswers() {
    world.google().disable(GoogleWorld.PROJECT, RESOURCE_MANAGER);
    world.google().refuseAfterEnabling(RESOURCE_MANAGER, request -> request <= 9);
    assertThat(world.onboarding().plan(world.cluster()).apply().succeeded()).isTrue();
  }

  @Test
  void aPolicyWithoutAnEtagIsNotWritten() {
    GkeNames names = GkeNames.of("my-project", "castai", "role");
    PolicyAccess access =
        new PolicyAccess(
            "projects/my-project",
            "projects/my-project",
            new GcpRequests(names).getProjectPolicy(),
            new GcpRequests(names).setProjectPolicy(),
            requests -> Policy.getDefaultInstance(),
            requests -> Optional.empty(),
            request -> {
              throw new AssertionError("the policy was sent");
            },
            e -> false);
    assertThatThrownBy(() -> access.set(Policy.getDefaultInstance()))
        .isInstanceOf(OnboardingException.class)
        .hasMessageContaining("without an etag");
  }

  @Test
  void aRemovalThatCannotReadThePolicyRemovesNothing() {
    world.onboarding().plan(world.cluster()).apply();
    world.google().cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "europe-west4", "other"));
    GkeCluster other = GkeCluster.of(GoogleWorld.PROJECT, "europe-west4", "other");
    world.onboarding().plan(other).apply();
    world.google().disable(GoogleWorld.PROJECT, RESOURCE_MANAGER);
    Object before = world.state();
    assertThatThrownBy(() -> world.onboarding().planRemoval(other).apply())
        .isInstanceOf(OnboardingException.class)
        .satisfies(
            e ->
                assertThat(((OnboardingException) e).remedy())
                    .contains("enable " + RESOURCE_MANAGER + " in projects/"));
    assertThat(world.state()).isEqualTo(before);
  }

  @Test
  void aRemovalThatCannotReadIamIsRefused() {
    world.onboarding().plan(world.cluster()).apply();
    world.google().disable(GoogleWorld.PROJECT, IAM);
    assertThatThrownBy(() -> world.onboarding().planRemoval(world.cluster()))
        .isInstanceOf(OnboardingException.class)
        .hasMessageContaining("it is disabled");
  }

  @Test
  void aDriftThatCannotReadIamIsRefused() {
    world.onboarding().plan(world.cluster()).apply();
    world.google().disable(GoogleWorld.PROJECT, IAM);
    assertThatThrownBy(() -> world.onboarding().drift(world.cluster()))
        .isInstanceOf(OnboardingException.class)
        .hasMessageContaining("it is disabled");
  }

  @Test
  void aDisabledContainerApiDoesNotMeanThatTheClusterIsAbsent() {
    world.google().disable(GoogleWorld.PROJECT, CONTAINER);
    assertThatThrownBy(() -> world.onboarding().plan(world.cluster()))
        .hasMessageContaining("container.googleapis.com has not been used in project")
        .hasMessageNotContaining("there is no cluster");
  }

  @Test
  void aRefusalForTheCallersProjectDoesNotMeanAbsence() {
    world.onboarding().plan(world.cluster()).apply();
    world.google().refuseInCallersProject(IAM, 1_000);
    assertThatThrownBy(() -> world.onboarding().plan(world.cluster()))
        .isInstanceOf(OnboardingException.class)
        .satisfies(
            e ->
                assertThat(((OnboardingException) e).remedy())
                    .contains("enable " + IAM + " in projects/32555940559"));
  }
}
