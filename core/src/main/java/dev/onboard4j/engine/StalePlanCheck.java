package dev.onboard4j.engine;

import dev.onboard4j.json.Json;
import dev.onboard4j.model.Blueprint;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Checks before the first write that the world still is the one that the plan was made for. */
final class StalePlanCheck {
  private final OnboardingPlan plan;
  private final ResourceGraph graph;
  private final Blueprint blueprint;

  StalePlanCheck(OnboardingPlan plan, ResourceGraph graph, Blueprint blueprint) {
    this.plan = plan;
    this.graph = graph;
    this.blueprint = blueprint;
  }

  /**
   * Refuses a plan whose declaration differs from today's.
   *
   * @throws OnboardingException of category CONFLICT
   */
  void checkDeclaration() {
    List<Problem> problems = new ArrayList<>();
    if (!blueprint.digest().equals(plan.blueprintDigest())) {
      problems.add(new Problem("blueprint", plan.blueprint() + " changed"));
    }
    plan.changes().forEach(change -> problems.addAll(declared(change)));
    TreeSet<ResourceId> unplanned = new TreeSet<>(graph.byId().keySet());
    plan.changes().forEach(change -> unplanned.remove(change.id()));
    unplanned.forEach(
        id -> problems.add(new Problem(id.toString(), "is declared now, but not planned")));
    refuse(problems);
  }

  private List<Problem> declared(Change change) {
    Resource resource = graph.byId().get(change.id());
    if (resource == null) {
      return List.of(new Problem(change.id().toString(), "is no longer declared"));
    }
    return plan.operation() == Operation.APPLY && change.action().writes()
        ? declared(change, resource)
        : List.of();
  }

  /** A value that is known after apply only is compared when the run learns it. */
  private static List<Problem> declared(Change change, Resource resource) {
    State today = change.action() == Action.UPDATE ? resource.lasting() : resource.desired();
    State resolved = Differ.resolved(today, unknown -> planned(unknown, today, change.after()));
    return Differ.diff(change.after(), resolved).stream()
        .filter(diff -> !Objects.equals(diff.before(), diff.after()))
        .map(
            diff ->
                problem(change.id(), diff.path(), "was planned as ", diff.before(), diff.after()))
        .toList();
  }

  /** The text that the plan holds for an unknown value, or null when it holds none. */
  private static @Nullable String planned(State.Unknown unknown, State today, State planned) {
    return today.fields().entrySet().stream()
        .filter(entry -> entry.getValue().equals(unknown))
        .map(entry -> planned.json(entry.getKey()))
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .findFirst()
        .orElse(null);
  }

  /**
   * Refuses when an object is neither as the plan saw it nor as the plan wants it.
   *
   * @throws OnboardingException of category CONFLICT
   */
  void check(Map<ResourceId, Observed> found) {
    List<Problem> problems = new ArrayList<>();
    for (Change change : plan.changes()) {
      Resource resource = Objects.requireNonNull(graph.byId().get(change.id()));
      Observed now = Objects.requireNonNull(found.get(change.id()));
      problems.addAll(
          surprises(change, resource, now, field -> hasOutput(change, field, now, found)));
    }
    refuse(problems);
  }

  /** Whether a field has the output of its upstream resource: a finished plan is no surprise. */
  private static boolean hasOutput(
      Change change, String field, Observed now, Map<ResourceId, Observed> found) {
    if (!(change.after().field(field) instanceof State.Unknown unknown)) {
      return false;
    }
    Observed upstream = found.get(unknown.from());
    String output = upstream == null ? null : upstream.outputs().get(unknown.output());
    return output != null && output.equals(now.state().json(field));
  }

  /** The unplanned differences of one object, except for the fields that this run changed. */
  static List<Problem> surprises(
      Change change, Resource resource, Observed now, Predicate<String> changedHere) {
    boolean deleted = !now.exists() && change.action() == Action.DELETE;
    if (deleted || change.action() == Action.MANUAL) {
      return List.of();
    }
    if (!knownOwner(change, now.owner())) {
      return List.of(problem(change.id(), "owner", "was ", change.owner(), now.owner()));
    }
    State managed = Differ.managed(now.state(), resource.lasting(), resource.retired());
    State after = change.action() == Action.DELETE ? State.empty() : change.after();
    return Differ.surprises(managed, change.before(), after).stream()
        .filter(diff -> !changedHere.test(diff.path()))
        .filter(diff -> !halfReplaced(change, managed, diff.path()))
        .map(diff -> problem(change.id(), diff.path(), "was ", diff.before(), diff.after()))
        .toList();
  }

  /** A crashed replace leaves an object that was deleted, or recreated in part. */
  private static boolean halfReplaced(Change change, State now, String field) {
    return change.action() == Action.REPLACE && now.field(field) == null;
  }

  /** A crashed run leaves objects that already carry the mark. */
  private static boolean knownOwner(Change change, Owner now) {
    return now == change.owner()
        || (change.action().writes() && (now == Owner.OURS || now == Owner.SHARED))
        || (change.action() == Action.REPLACE && now == Owner.ABSENT);
  }

  private static Problem problem(
      ResourceId id, String field, String was, @Nullable Object before, @Nullable Object after) {
    return new Problem(
        id + "." + field,
        was + Json.line(before) + " in the plan, is " + Json.line(after) + " now");
  }

  /** Refuses the plan when there is a problem. */
  static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "the plan is stale: "
                  + problems.get(0)
                  + more(problems.size() - 1)
                  + "; nothing was written")
          .problems(problems)
          .remedy("plan again and look at what changed")
          .build();
    }
  }

  private static String more(int others) {
    return others == 0 ? "" : " and " + others + " more";
  }
}
