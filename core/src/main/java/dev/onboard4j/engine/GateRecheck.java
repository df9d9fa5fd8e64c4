package dev.onboard4j.engine;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.plan.OnboardingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges the gates of a plan again, by the world before the first write.
 *
 * <p>An obstacle or a foreign attachment may have appeared since the plan was made, and a plan file
 * may lack a gate that the world requires.
 */
final class GateRecheck {
  private static final String REPLACE = "replace";

  private final EngineConfig config;
  private final OnboardingPlan plan;

  GateRecheck(EngineConfig config, OnboardingPlan plan) {
    this.config = config;
    this.plan = plan;
  }

  /**
   * Compares each planned write with the decision that the engine makes now.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CONFLICT
   */
  void check(List<Change> decided, Map<ResourceId, Observed> found) {
    Map<ResourceId, Change> now = new TreeMap<>();
    decided.forEach(change -> now.put(change.id(), change));
    List<Problem> problems = new ArrayList<>();
    for (Change planned : plan.changes()) {
      boolean exists = Objects.requireNonNull(found.get(planned.id())).exists();
      String problem =
          planned.action().writes()
              ? problem(planned, Objects.requireNonNull(now.get(planned.id())), exists)
              : null;
      if (problem != null) {
        problems.add(new Problem(planned.id().toString(), problem));
      }
    }
    StalePlanCheck.refuse(problems);
  }

  private @Nullable String problem(Change planned, Change now, boolean exists) {
    if (exists && !agree(planned.action(), now.action())) {
      return "was planned as " + planned.action().word() + ", is " + now.action().word() + " now";
    }
    if (exists && planned.action() == Action.REPLACE && !config.allowed().contains(REPLACE)) {
      return "is replaced without the consent '" + REPLACE + "'";
    }
    return problem(planned, now);
  }

  /** A removal deletes and an apply does not; a finished change is decided as keep. */
  private boolean agree(Action planned, Action now) {
    return plan.operation() == Operation.REMOVE
        ? planned == Action.DELETE && now == Action.DELETE
        : planned != Action.DELETE && now != Action.DELETE;
  }

  private @Nullable String problem(Change planned, Change now) {
    if (now.gate() instanceof Gate.Blocked blocked) {
      return "is blocked now: " + blocked.reason() + "; " + blocked.remedy();
    }
    if (!(now.gate() instanceof Gate.Consent consent) || halfCreated(planned, consent)) {
      return null;
    }
    boolean added = !additions(planned, now).isEmpty();
    return consent.all().stream()
        .filter(one -> added || !shown(planned, one.kind()))
        .map(one -> "needs the consent '" + one.kind() + "' now: " + one.text())
        .findFirst()
        .orElse(null);
  }

  private static boolean shown(Change planned, String kind) {
    return planned.gate() instanceof Gate.Consent old
        && old.all().stream().anyMatch(one -> one.kind().equals(kind));
  }

  /** An interrupted create leaves an object whose fixed fields are not all written. */
  private static boolean halfCreated(Change planned, Gate.Consent consent) {
    return planned.action() == Action.CREATE && consent.kind().equals(REPLACE);
  }

  /** What a deletion detaches now and the plan did not show. */
  private static Set<String> additions(Change planned, Change now) {
    Set<String> additions = new TreeSet<>(now.action() == Action.DELETE ? now.extras() : Set.of());
    planned.extras().forEach(additions::remove);
    return additions;
  }
}
