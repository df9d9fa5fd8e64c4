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

/** Whether the world is still the one the plan was made for. */
final class StalePlanCheck {
  private final OnboardingPlan plan;
  private final ResourceGraph graph;
  private final Blueprint blueprint;

  StalePlanCheck(OnboardingPlan plan, ResourceGraph graph, Blueprint blueprint) {
    this.plan = plan;
    this.graph = graph;
    this.blueprint = blueprint;
  }

  /** Refuses when the same cluster would now be asked for something else. */
  void checkDeclaration() {
    List<Problem> problems = new ArrayList<>();
    if (!blueprint.digest().equals(plan.blueprintDigest())) {
      problems.add(new Problem("blueprint", plan.blueprint() + " is not what it was"));
    }
    TreeSet<ResourceId> planned = new TreeSet<>();
    for (Change change : plan.changes()) {
      planned.add(change.id());
      Resource resource = graph.byId().get(change.id());
      if (resource == null) {
        problems.add(new Problem(change.id().toString(), "is not asked for any more"));
      } else if (plan.operation() == Operation.APPLY && change.action().writes()) {
        declared(change, resource).forEach(problems::add);
      }
    }
    graph.byId().keySet().stream()
        .filter(id -> !planned.contains(id))
        .forEach(
            id -> problems.add(new Problem(id.toString(), "is asked for now, but not planned")));
    refuse(problems);
  }

  /** What cannot be told before apply is compared when it is told. */
  private static List<Problem> declared(Change change, Resource resource) {
    State asked = change.action() == Action.UPDATE ? resource.lasting() : resource.desired();
    State plannedToo =
        Differ.resolved(
            asked,
            unknown ->
                asked.fields().entrySet().stream()
                    .filter(entry -> entry.getValue().equals(unknown))
                    .map(entry -> change.after().json(entry.getKey()))
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .findFirst()
                    .orElse(null));
    return Differ.diff(change.after(), plannedToo).stream()
        .filter(diff -> !Objects.equals(diff.before(), diff.after()))
        .map(
            diff ->
                problem(change.id(), diff.path(), "was planned as ", diff.before(), diff.after()))
        .toList();
  }

  /** Refuses when an object is neither as it was nor as it is planned. */
  void check(Map<ResourceId, Observed> found) {
    List<Problem> problems = new ArrayList<>();
    for (Change change : plan.changes()) {
      Resource resource = Objects.requireNonNull(graph.byId().get(change.id()));
      Observed now = Objects.requireNonNull(found.get(change.id()));
      problems.addAll(surprises(change, resource, now, field -> false));
    }
    refuse(problems);
  }

  /** What about that object nobody planned for, except for fields that this run itself changed. */
  static List<Problem> surprises(
      Change change, Resource resource, Observed now, Predicate<String> ownDoing) {
    boolean takenAway = !now.exists() && change.action() == Action.DELETE;
    if (takenAway || change.action() == Action.MANUAL) {
      return List.of();
    }
    if (!knownOwner(change, now.owner())) {
      return List.of(problem(change.id(), "owner", "was ", change.owner(), now.owner()));
    }
    State managed = Differ.managed(now.state(), resource.lasting(), resource.retired());
    State after = change.action() == Action.DELETE ? State.empty() : change.after();
    return Differ.surprises(managed, change.before(), after).stream()
        .filter(diff -> !ownDoing.test(diff.path()))
        .filter(diff -> !halfReplaced(change, managed, diff.path()))
        .map(diff -> problem(change.id(), diff.path(), "was ", diff.before(), diff.after()))
        .toList();
  }

  /** A crashed run leaves objects that it took away and did not make anew, or not wholly. */
  private static boolean halfReplaced(Change change, State now, String field) {
    return change.action() == Action.REPLACE && now.field(field) == null;
  }

  /** A crashed run leaves objects that are ours by now. */
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

  private static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "the plan no longer fits: "
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
