package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.Extra;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.BroaderAccess;
import dev.onboard4j.plan.Incomplete;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Resource.ManualSteps;
import dev.onboard4j.spi.ResourceHandler;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan tells first: widened access, what could not be checked, the steps of a person. */
final class NoticesTest {
  private final MemoryCloud cloud = new MemoryCloud();

  /** A role whose members are the permissions that it gives; a permission "own" has a reason. */
  private record Role(MemoryCloud cloud, List<Extra> extras) implements ResourceHandler {
    @Override
    public Observed read(Resource resource, RequestContext requests) {
      return cloud.read(resource, requests).withExtras(extras);
    }

    @Override
    public List<RequiredPermission> readPermissions(Resource resource, Observed observed) {
      return List.of();
    }

    @Override
    public List<RequiredPermission> writePermissions(
        Resource resource, Observed observed, StateChange change) {
      return List.of();
    }

    @Override
    public Observed write(
        Resource resource, Observed observed, StateChange change, RequestContext requests) {
      return cloud.write(resource, observed, change, requests);
    }

    @Override
    public List<Grant> access(Resource resource, State state) {
      return state.items("may").stream()
          .map(one -> new JustifiedPermission(one, one.equals("own") ? "needed" : "", ""))
          .map(one -> new Grant("role", one, "project", one.permission().equals("odd") ? "x" : ""))
          .toList();
    }
  }

  private static State may(String... permissions) {
    return State.builder().members("may", List.of(permissions)).build();
  }

  private void role(State found, Owner owner, Extra... extras) {
    Resource known = cloud.thing("role", may("own", "unexplained")).resources.remove(0);
    cloud.resources.add(
        Resource.of(known.id(), known.kind(), known.desired(), new Role(cloud, List.of(extras)))
            .retiring(may("old")));
    cloud.put("role", found, owner);
  }

  private OnboardingPlan drift() {
    return cloud.onboarding().drift(MemoryCloud.cluster());
  }

  private void manual(String name, ManualSteps steps) {
    cloud.thing(name, may("own"), one -> Resource.manual(one.id(), one.kind(), steps));
  }

  private static List<String> texts(OnboardingPlan plan) {
    return plan.broader().stream().map(BroaderAccess::text).toList();
  }

  @Test
  void accessThatOthersAddedIsBroaderThanDeclared() {
    role(may("own", "unexplained", "old", "theirs", "odd"), Owner.OURS);
    assertThat(texts(drift()))
        .containsExactly("role: odd in project (if x)", "role: theirs in project");
    assertThat(texts(cloud.plan().plan())).isEqualTo(texts(drift()));
    assertThat(cloud.onboarding().planRemoval(MemoryCloud.cluster()).plan().broader()).isEmpty();
  }

  @Test
  void aSavedPlanThatHidesAccessOfOthersIsRefused() {
    role(may("own", "unexplained", "theirs"), Owner.OURS);
    OnboardingPlan plan = cloud.plan().plan();
    assertThat(cloud.onboarding().read(plan.toJson()).attempt().succeeded()).isTrue();
    ApplicablePlan hiding =
        cloud.onboarding().read(Forgery.forged(plan, tree -> tree.put("broader", List.of())));
    assertThatThrownBy(hiding::attempt)
        .hasMessageContaining("broader: is not the access that is broader than declared");
  }

  @Test
  void anExtraIsBroaderAccessOnlyIfItsHandlerSaysSo() {
    role(
        may("own", "unexplained"), Owner.OURS, Extra.broader("policy", "a"), new Extra("tag", "b"));
    assertThat(texts(drift())).containsExactly("policy: a");
    assertThat(drift().changes().get(0).extras()).containsExactly("policy: a", "tag: b");
  }

  @Test
  void theAccessOfForeignObjectsIsNoDriftOfOurs() {
    role(may("theirs"), Owner.OTHER);
    assertThat(drift().broader()).isEmpty();
    cloud.put("role", may("theirs"), Owner.UNMARKED);
    assertThat(drift().broader()).isEmpty();
    assertThat(texts(cloud.plan().plan())).as("adopted").containsExactly("role: theirs in project");
  }

  @Test
  void aManualStepIsIncompleteInEveryOperation() {
    manual("step", ManualSteps.of("do it", "undo it"));
    Incomplete open = new Incomplete(MemoryCloud.id("step"), Incomplete.Why.MANUAL, "do it");
    assertThat(cloud.plan().plan().incomplete()).containsExactly(open);
    assertThat(drift().incomplete()).containsExactly(open);
    assertThat(drift().changes().get(0).action()).isEqualTo(Action.MANUAL);
    assertThat(cloud.onboarding().planRemoval(MemoryCloud.cluster()).plan().incomplete())
        .containsExactly(new Incomplete(open.id(), open.why(), "undo it"));
  }

  @Test
  void whatCouldNotBeCheckedIsUnchecked() {
    manual("away", ManualSteps.of("out of reach", "out of reach").unchecked());
    cloud.plain("denied");
    cloud.put("denied", State.empty(), Owner.UNREADABLE);
    assertThat(drift().incomplete())
        .extracting(one -> one.id().name() + " " + one.why().word() + " " + one.text())
        .containsExactlyInAnyOrder(
            "away unchecked out of reach",
            "denied unchecked it cannot be read: the caller lacks [memory:Read]");
    assertThat(cloud.plan().plan().incomplete()).hasSize(2);
  }

  @Test
  void aPlanBeginsWithItAndASavedPlanKeepsIt() {
    role(may("own", "unexplained", "theirs"), Owner.OURS);
    manual("step", ManualSteps.of("do it\nthen that", "undo it"));
    manual("away", ManualSteps.of("out of reach", "out of reach").unchecked());
    cloud.plain("denied");
    cloud.put("denied", State.empty(), Owner.UNREADABLE);
    OnboardingPlan plan = cloud.plan().plan();
    assertThat(plan.describe().lines().skip(2).limit(14))
        .containsExactly(
            "Access broader than declared:",
            "  - thing/role: role: theirs in project",
            "",
            "The caller lacks:",
            "  - memory:Read on thing/denied (a read was refused)",
            "",
            "Could not be checked:",
            "  - thing/away: out of reach",
            "  - thing/denied: it cannot be read: the caller lacks [memory:Read]",
            "",
            "A person has to do:",
            "  - thing/step: do it",
            "",
            plan.describe().lines().skip(15).findFirst().orElseThrow());
    assertThat(OnboardingPlan.fromJson(plan.toJson())).isEqualTo(plan);
    assertThat(plan.toJson()).contains("\"why\" : \"unchecked\"", "\"broader\" : [");
  }

  @Test
  void aCompletePlanSaysNothingFirst() {
    role(may("own", "unexplained"), Owner.OURS);
    OnboardingPlan plan = cloud.plan().plan();
    assertThat(plan.incomplete()).isEmpty();
    assertThat(plan.broader()).isEmpty();
    assertThat(plan.describe().lines().skip(2).findFirst().orElseThrow()).contains("= thing/role");
  }
}
