package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.PermissionCheck;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.plan.OnboardingPlan;
import java.util.ArrayList;
import java.util.List;

/** Compares the gates of a plan with the consents that were given. */
final class GateCheck {
  private final EngineConfig config;

  GateCheck(EngineConfig config) {
    this.config = config;
  }

  /** Refuses, with everything that is missing at once. */
  void check(OnboardingPlan plan) {
    List<PermissionCheck> denied =
        plan.preflight().stream()
            .filter(check -> check.answer() == PermissionCheck.Answer.DENIED)
            .toList();
    List<Problem> problems = refusals(plan);
    if (denied.isEmpty() && problems.isEmpty()) {
      return;
    }
    boolean permission = !denied.isEmpty();
    throw OnboardingException.of(
            permission ? Category.PERMISSION : Category.CONFLICT,
            permission
                ? "the caller lacks " + denied.size() + " permissions; nothing was written"
                : "the plan is not free to be applied; nothing was written")
        .problems(problems)
        .missing(denied.stream().map(PermissionCheck::permission).toList())
        .remedy(
            permission
                ? "grant what the permissions of this plan list"
                : "agree to or settle each of the points above")
        .build();
  }

  List<Problem> refusals(OnboardingPlan plan) {
    List<Problem> problems = new ArrayList<>();
    for (Change change : plan.changes()) {
      if (change.gate() instanceof Gate.Blocked blocked) {
        problems.add(
            new Problem(change.id().toString(), blocked.reason() + "; " + blocked.remedy()));
      } else if (change.gate() instanceof Gate.Consent consent && !given(consent, change.id())) {
        problems.add(new Problem(change.id().toString(), consent.text() + how(consent, change)));
      }
    }
    return problems;
  }

  private boolean given(Gate.Consent consent, ResourceId id) {
    return consent.kind().equals(ADOPT)
        ? config.adopted().contains(id.toString()) || config.adopted().contains("all")
        : config.allowed().contains(consent.kind());
  }

  private static String how(Gate.Consent consent, Change change) {
    return consent.kind().equals(ADOPT)
        ? " (agree with adopt " + change.id() + ", or adopt all)"
        : " (agree with allow " + consent.kind() + ")";
  }

  /** The one kind of consent that names resources. */
  static final String ADOPT = "adopt";
}
