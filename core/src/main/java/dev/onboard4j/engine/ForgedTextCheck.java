package dev.onboard4j.engine;

import dev.onboard4j.json.Json;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.BroaderAccess;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks before the first write that a plan tells people what this engine tells: reasons, consents,
 * permissions, what stays open, and access that is broader than declared.
 *
 * <p>A change that a run has begun is told as it was before; its permissions and its access are not
 * known any more.
 */
final class ForgedTextCheck {
  private final OnboardingPlan plan;
  private final ResourceGraph graph;
  private final Declarations declarations;

  ForgedTextCheck(OnboardingPlan plan, ResourceGraph graph, Declarations declarations) {
    this.plan = plan;
    this.graph = graph;
    this.declarations = declarations;
  }

  /**
   * Compares the plan with the decisions that the engine makes now, which are in the same order.
   *
   * @throws dev.onboard4j.model.OnboardingException of category CONFLICT
   */
  void check(List<Change> decided, Map<ResourceId, Observed> found) {
    List<Problem> problems = new ArrayList<>();
    Set<ResourceId> begun = begun(decided);
    for (int i = 0; i < decided.size(); i++) {
      Change planned = plan.changes().get(i);
      String problem = problem(planned, decided.get(i), begun);
      if (problem != null) {
        problems.add(new Problem(planned.id().toString(), problem));
      }
    }
    StalePlanCheck.refuse(problems);
    checkNotices(decided, new Notices(plan.operation(), graph, found), begun);
    checkPermissions(begun);
  }

  private Set<ResourceId> begun(List<Change> decided) {
    Set<ResourceId> begun = new HashSet<>();
    for (int i = 0; i < decided.size(); i++) {
      Change planned = plan.changes().get(i);
      if (planned.action().writes() && !ForgedPlanCheck.isUntouched(planned, decided.get(i))) {
        begun.add(planned.id());
      }
    }
    return begun;
  }

  private @Nullable String problem(Change planned, Change now, Set<ResourceId> begun) {
    boolean known = !begun.contains(planned.id()) && planned.action() == now.action();
    if (hidesWork(planned, now, begun)) {
      return "was planned as " + planned.action().word() + ", is " + now.action().word() + " now";
    }
    if (!sameReason(planned, now)) {
      return "has another reason: " + now.reason();
    }
    if (known && !planned.permissions().equals(now.permissions())) {
      return "needs other permissions than it shows";
    }
    return known && !sameConsents(planned, now) ? "asks for another consent than it shows" : null;
  }

  /** What stays as it is may depend on something that a run has changed meanwhile. */
  private static boolean hidesWork(Change planned, Change now, Set<ResourceId> begun) {
    return planned.action() == Action.KEEP
        && now.action() != Action.KEEP
        && planned.dependsOn().stream().noneMatch(begun::contains);
  }

  private boolean sameReason(Change planned, Change now) {
    if (planned.action().writes()) {
      return planned.reason().equals(ApplyDecision.reason(planned.action(), planned.owner()));
    }
    if (planned.action() == Action.MANUAL) {
      return planned.reason().equals(steps(planned));
    }
    Set<String> asDeclared = Set.of(ApplyDecision.AS_DECLARED, ApplyDecision.AS_DECLARED_EXCEPT);
    return planned.action() != now.action()
        || planned.reason().equals(now.reason())
        || (asDeclared.contains(planned.reason()) && asDeclared.contains(now.reason()));
  }

  /** The steps of a person, who may have taken them since the plan was made. */
  private @Nullable String steps(Change planned) {
    Resource.ManualSteps steps =
        Objects.requireNonNull(graph.byId().get(planned.id())).manualSteps();
    if (steps == null) {
      return null;
    }
    return plan.operation() == Operation.REMOVE ? steps.onRemove() : steps.onApply();
  }

  /** An interrupted removal has fewer attachments when it continues. */
  private static boolean sameConsents(Change planned, Change now) {
    if (planned.action() == Action.DELETE
        || !(planned.gate() instanceof Gate.Consent shown)
        || !(now.gate() instanceof Gate.Consent needed)) {
      return true;
    }
    Map<String, String> texts = new HashMap<>();
    needed.all().forEach(one -> texts.put(one.kind(), one.text()));
    return shown.all().stream()
        .allMatch(one -> one.text().equals(texts.getOrDefault(one.kind(), one.text())));
  }

  private void checkNotices(List<Change> decided, Notices notices, Set<ResourceId> begun) {
    if (!plan.incomplete().equals(notices.incomplete(plan.changes()))) {
      refuse("incomplete", "is not what stays open");
    }
    Set<ResourceId> unsettled = unsettled(begun);
    if (!settled(plan.broader(), unsettled).equals(settled(notices.broader(decided), unsettled))) {
      refuse("broader", "is not the access that is broader than declared");
    }
  }

  /**
   * The changes that a run has begun, and those that depend on them: what a dead run made and did
   * not record, such as a secret, looks like the access of somebody else.
   */
  private Set<ResourceId> unsettled(Set<ResourceId> begun) {
    Set<ResourceId> unsettled = new HashSet<>(begun);
    plan.changes().stream()
        .filter(change -> change.dependsOn().stream().anyMatch(begun::contains))
        .forEach(change -> unsettled.add(change.id()));
    return unsettled;
  }

  private static Set<BroaderAccess> settled(List<BroaderAccess> all, Set<ResourceId> unsettled) {
    Set<BroaderAccess> settled = new HashSet<>(all);
    settled.removeIf(one -> unsettled.contains(one.id()));
    return settled;
  }

  /** The documents are for all changes, so that one that was begun changes them. */
  private void checkPermissions(Set<ResourceId> begun) {
    if (!Set.copyOf(plan.factPermissions()).equals(declarations.factPermissions())) {
      refuse("factPermissions", "are not those for reading the facts");
    }
    Map<String, Object> documents =
        declarations.documents(Planner.permissions(declarations, plan.changes()));
    if (begun.isEmpty()
        && !Json.digest(documents).equals(Json.digest(plan.permissionDocuments()))) {
      refuse("permissionDocuments", "are not those of the permissions shown");
    }
  }

  private static void refuse(String part, String why) {
    StalePlanCheck.refuse(List.of(new Problem(part, why)));
  }
}
