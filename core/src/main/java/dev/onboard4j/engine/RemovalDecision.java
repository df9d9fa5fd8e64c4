package dev.onboard4j.engine;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.spi.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Decides what a removal does to one resource. Pure. */
final class RemovalDecision {
  private final Resource resource;
  private final HandlerAnswers answers;
  private final Observed observed;
  private final Set<ResourceId> otherUsers;

  RemovalDecision(Resource resource, Observed observed, Set<ResourceId> deleted) {
    this.resource = resource;
    answers = new HandlerAnswers(resource);
    this.observed = observed;
    otherUsers = new TreeSet<>(observed.users());
    otherUsers.removeAll(deleted);
  }

  /** Whether the removal deletes it, unless an obstacle blocks the deletion. */
  boolean deletes() {
    return resource.manualSteps() == null
        && (observed.owner() == Owner.OURS
            || (observed.owner() == Owner.SHARED && otherUsers.isEmpty()));
  }

  Change change(List<String> obstacles, Set<ResourceId> downstream) {
    Resource.ManualSteps manual = resource.manualSteps();
    if (manual != null) {
      return change(Action.MANUAL, manual.onRemove(), Gate.none(), downstream);
    }
    if (observed.owner() == Owner.UNREADABLE) {
      Gate blocked =
          new Gate.Blocked(
              "it cannot be read", "grant the permissions of this plan and plan again");
      return change(Action.DELETE, whyDeleted(), blocked, downstream);
    }
    return deletes()
        ? change(Action.DELETE, whyDeleted(), gate(obstacles), downstream)
        : change(Action.KEEP, kept(), Gate.none(), downstream);
  }

  private String whyDeleted() {
    return ApplyDecision.reason(Action.DELETE, observed.owner());
  }

  private String kept() {
    return switch (observed.owner()) {
      case ABSENT -> "it does not exist";
      case UNMARKED -> "it has no mark of onboarding: adopt it first, or delete it by hand";
      case SHARED -> "it is shared and still used by " + otherUsers;
      default -> "it carries the mark of another cluster or tool";
    };
  }

  private Gate gate(List<String> obstacles) {
    if (!obstacles.isEmpty()) {
      return new Gate.Blocked(
          "it is in use: " + String.join("; ", obstacles), "end this use and plan again");
    }
    List<String> extras = new ArrayList<>(Differ.added(observed, resource));
    otherUsers.forEach(user -> extras.add("used by " + user));
    return extras.isEmpty()
        ? Gate.none()
        : new Gate.Consent(
            "foreign-attachments",
            "others added to it: "
                + String.join("; ", extras)
                + "; these get detached, not deleted");
  }

  /** An unreadable object counts as present: deleting it takes the most permissions. */
  private Observed basis() {
    return observed.owner() == Owner.UNREADABLE
        ? Observed.of(resource.desired(), Owner.OURS)
        : observed;
  }

  private List<String> extras() {
    return Differ.extras(observed, resource);
  }

  private Change change(Action action, String reason, Gate gate, Set<ResourceId> downstream) {
    State now = Differ.managed(observed.state(), resource.lasting(), resource.retired());
    boolean deletes = action == Action.DELETE;
    List<Grant> access = answers.access(observed.state());
    return new Change(
        resource.id(),
        resource.kind(),
        action,
        reason,
        deletes ? Differ.diff(now, State.empty()) : List.of(),
        gate,
        extras(),
        observed.owner(),
        now,
        deletes ? State.empty() : now,
        new TreeSet<>(downstream),
        access,
        deletes ? List.of() : access,
        permissions(action));
  }

  private List<RequiredPermission> permissions(Action action) {
    TreeSet<RequiredPermission> permissions = new TreeSet<>(answers.readPermissions(basis()));
    if (action == Action.DELETE) {
      StateChange removal = new StateChange(basis().state(), State.empty(), resource.retired());
      permissions.addAll(answers.writePermissions(basis(), removal));
    }
    return List.copyOf(permissions);
  }
}
