package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.plan.OnboardingPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the gates of a plan with the consents of the caller. */
final class GateCheck {
  /** The only kind of consent that is given for single resources. */
  static final String ADOPT = "adopt";

  private final EngineConfig config;

  GateCheck(EngineConfig config) {
    this.config = config;
  }

  /**
   * Refuses a plan with a denied permission, a missing consent or a blocked change.
   *
   * @throws OnboardingException of category PERMISSION or CONFLICT, with all problems at once
   */
  void check(OnboardingPlan plan) {
    List<PermissionCheck> denied = denied(plan);
    List<Problem> problems = gates(plan.changes());
    if (!denied.isEmpty()) {
      throw lacking(denied.stream().map(PermissionCheck::permission).toList(), problems);
    }
    if (!problems.isEmpty()) {
      throw gated(problems);
    }
  }

  private static OnboardingException lacking(
      List<RequiredPermission> denied, List<Problem> problems) {
    String count = denied.size() == 1 ? "1 permission" : denied.size() + " permissions";
    return OnboardingException.of(
            Category.PERMISSION, "the caller lacks " + count + "; nothing was written")
        .problems(problems)
        .missing(denied)
        .remedy("grant the permissions that this plan lists")
        .build();
  }

  private static OnboardingException gated(List<Problem> problems) {
    return OnboardingException.of(
            Category.CONFLICT, "the plan has open gates and cannot be applied; nothing was written")
        .problems(problems)
        .remedy("give the consents and remove the obstacles that the problems name")
        .build();
  }

  private static List<PermissionCheck> denied(OnboardingPlan plan) {
    return plan.preflight().stream()
        .filter(check -> check.answer() == PermissionCheck.Answer.DENIED)
        .toList();
  }

  /** One problem per denied permission, per blocked change, and per consent that is missing. */
  List<Problem> refusals(OnboardingPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (PermissionCheck check : denied(plan)) {
      RequiredPermission permission = check.permission();
      problems.add(
          new Problem(
              permission.resource(),
              "the caller lacks " + permission.permission() + ": " + check.how()));
    }
    problems.addAll(gates(plan.changes()));
    return problems;
  }

  List<Problem> gates(List<Change> changes) {
    Map<Gate.Blocked, List<String>> blocks = blocks(changes);
    List<Problem> problems = new ArrayList<>();
    for (Change change : changes) {
      if (change.gate() instanceof Gate.Blocked blocked) {
        // Told with the first resource that it blocks.
        List<String> resources = blocks.remove(blocked);
        if (resources != null) {
          problems.add(block(blocked, resources));
        }
      } else if (change.gate() instanceof Gate.Consent consent) {
        consent.all().stream()
            .filter(one -> !given(one, change.id()))
            .map(one -> new Problem(change.id().toString(), one.text() + remedy(one, change)))
            .forEach(problems::add);
      }
    }
    return List.copyOf(problems);
  }

  /** The obstacles with all the resources that each one blocks, as one denial can block many. */
  private static Map<Gate.Blocked, List<String>> blocks(List<Change> changes) {
    Map<Gate.Blocked, List<String>> blocks = new HashMap<>();
    for (Change change : changes) {
      if (change.gate() instanceof Gate.Blocked blocked) {
        blocks.computeIfAbsent(blocked, one -> new ArrayList<>()).add(change.id().toString());
      }
    }
    return blocks;
  }

  private static Problem block(Gate.Blocked obstacle, List<String> resources) {
    return new Problem(String.join(", ", resources), obstacle.reason() + "; " + obstacle.remedy());
  }

  private boolean given(Gate.Consent consent, ResourceId id) {
    return consent.kind().equals(ADOPT)
        ? config.adopted().contains(id.toString()) || config.adopted().contains("all")
        : config.allowed().contains(consent.kind());
  }

  private static String remedy(Gate.Consent consent, Change change) {
    return consent.kind().equals(ADOPT)
        ? " (agree with adopt " + change.id() + ", or adopt all)"
        : " (agree with allow " + consent.kind() + ")";
  }
}
