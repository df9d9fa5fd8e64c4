package dev.onboard4j.engine;

import dev.onboard4j.model.Extra;
import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.BroaderAccess;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.plan.Incomplete;
import dev.onboard4j.spi.Resource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds what a plan tells first: what stays open, and access that is broader than declared. Pure.
 */
final class Notices {
  private final Operation operation;
  private final Map<ResourceId, Resource> resources;
  private final Map<ResourceId, Observed> found;

  Notices(Operation operation, ResourceGraph graph, Map<ResourceId, Observed> found) {
    this.operation = operation;
    resources = graph.byId();
    this.found = found;
  }

  /** The steps of a person, and what could not be checked. */
  List<Incomplete> incomplete(List<Change> changes) {
    return changes.stream()
        .filter(change -> change.action() == Action.MANUAL || change.owner() == Owner.UNREADABLE)
        .map(change -> new Incomplete(change.id(), why(change), text(change)))
        .toList();
  }

  private Incomplete.Why why(Change change) {
    Resource.ManualSteps steps = resource(change).manualSteps();
    return steps != null && steps.cause() == Resource.Cause.MANUAL
        ? Incomplete.Why.MANUAL
        : Incomplete.Why.UNCHECKED;
  }

  private static String text(Change change) {
    return change.gate() instanceof Gate.Blocked blocked ? blocked.reason() : change.reason();
  }

  /** The access through our objects that the declaration does not grant; a removal ends it all. */
  List<BroaderAccess> broader(List<Change> changes) {
    return operation == Operation.REMOVE
        ? List.of()
        : changes.stream()
            .filter(Notices::concernsUs)
            .flatMap(
                change ->
                    broader(change).stream().map(text -> new BroaderAccess(change.id(), text)))
            .toList();
  }

  /** An unmarked object concerns us once it is adopted. */
  private static boolean concernsUs(Change change) {
    return switch (change.owner()) {
      case OURS, SHARED, ABSENT -> true;
      case UNMARKED -> change.action().writes();
      case OTHER, UNREADABLE -> false;
    };
  }

  private SortedSet<String> broader(Change change) {
    Resource resource = resource(change);
    Observed observed = Objects.requireNonNull(found.get(change.id()));
    SortedSet<String> broader = new TreeSet<>();
    observed.extras().stream()
        .filter(extra -> extra.effect() == Extra.Effect.BROADER_ACCESS)
        .forEach(extra -> broader.add(extra.toString()));
    HandlerAnswers answers = new HandlerAnswers(resource);
    Set<Grant> declared = Set.copyOf(answers.access(resource.desired()));
    State current = Differ.withoutRetired(observed.state(), resource);
    answers.access(current).stream()
        .filter(grant -> grant.permission().reason().isEmpty() && !declared.contains(grant))
        .forEach(grant -> broader.add(words(grant)));
    return broader;
  }

  private static String words(Grant grant) {
    String condition = grant.condition().isEmpty() ? "" : " (if " + grant.condition() + ")";
    String permission = grant.permission().permission();
    return grant.principal() + ": " + permission + " in " + grant.scope() + condition;
  }

  private Resource resource(Change change) {
    return Objects.requireNonNull(resources.get(change.id()));
  }
}
