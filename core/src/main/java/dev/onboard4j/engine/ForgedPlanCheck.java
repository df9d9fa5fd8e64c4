package dev.onboard4j.engine;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.FieldDiff;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks before the first write that a plan shows what this engine shows for it.
 *
 * <p>A plan file comes from somebody, and its fingerprint is no signature: its order, its
 * differences and its access may be made up, so that a person consents to something else.
 */
final class ForgedPlanCheck {
  private final OnboardingPlan plan;
  private final ResourceGraph graph;

  ForgedPlanCheck(OnboardingPlan plan, ResourceGraph graph) {
    this.plan = plan;
    this.graph = graph;
  }

  /**
   * Compares the plan with the decisions that the engine makes now.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CONFLICT
   */
  void check(List<Change> decided, Map<ResourceId, Observed> found) {
    if (!ids(plan.changes()).equals(ids(decided))) {
      StalePlanCheck.refuse(
          List.of(new Problem("changes", "are not those of the declaration, in its order")));
    }
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < decided.size(); i++) {
      Change planned = plan.changes().get(i);
      String problem =
          problem(planned, decided.get(i), Objects.requireNonNull(found.get(planned.id())));
      if (problem != null) {
        problems.add(new Problem(planned.id().toString(), problem));
      }
    }
    StalePlanCheck.refuse(problems);
  }

  private static List<ResourceId> ids(List<Change> changes) {
    return changes.stream().map(Change::id).toList();
  }

  private @Nullable String problem(Change planned, Change now, Observed observed) {
    if (!planned.dependsOn().equals(now.dependsOn())) {
      return "depends on "
          + now.dependsOn()
          + " by its declaration; the plan says "
          + planned.dependsOn();
    }
    if (planned.kind() != now.kind()) {
      return "is of kind " + now.kind() + "; the plan says " + planned.kind();
    }
    boolean deletes = planned.action() == Action.DELETE;
    if (planned.action().writes() && deletes != (plan.operation() == Operation.REMOVE)) {
      return "cannot be planned as " + planned.action().word() + " here";
    }
    if (!planned.diff().equals(diff(planned))) {
      return "shows other differences than it has";
    }
    return isUntouched(planned, now) && !added(planned).equals(added(planned, observed))
        ? "shows another access than it gives"
        : null;
  }

  private List<FieldDiff> diff(Change planned) {
    if (!planned.action().writes()) {
      return planned.action() == Action.MANUAL ? planned.diff() : List.of();
    }
    State after =
        planned.action() == Action.REPLACE
            ? planned.after().without(resource(planned).ignoredChanges())
            : planned.after();
    return Differ.diff(planned.before(), after);
  }

  private Resource resource(Change planned) {
    return Objects.requireNonNull(graph.byId().get(planned.id()));
  }

  /** Whether no run has begun the change, so that the engine would plan the same again. */
  static boolean isUntouched(Change planned, Change now) {
    return planned.action().writes()
        && planned.action() == now.action()
        && planned.before().equals(now.before());
  }

  /** The access that a change shows as added. Others may have changed what stays. */
  private static Set<Grant> added(Change planned) {
    return difference(planned.accessAfter(), planned.accessBefore());
  }

  /** The access that the change adds, with the values that are known after apply as planned. */
  private Set<Grant> added(Change planned, Observed observed) {
    HandlerAnswers answers = new HandlerAnswers(resource(planned));
    State after =
        planned.action() == Action.UPDATE
            ? Differ.applied(observed.state(), planned.after(), resource(planned).retired())
            : planned.after();
    return difference(answers.access(after), answers.access(observed.state()));
  }

  private static Set<Grant> difference(List<Grant> after, List<Grant> before) {
    Set<Grant> added = new LinkedHashSet<>(after);
    before.forEach(added::remove);
    return added;
  }
}
