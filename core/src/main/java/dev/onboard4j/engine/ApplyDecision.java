package dev.onboard4j.engine;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.FieldDiff;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.spi.Resource;
import java.util.List;
import java.util.TreeSet;

/** What an apply, or a drift, makes of one resource. Pure. */
final class ApplyDecision {
  private final Operation operation;
  private final Resource resource;
  private final Observed observed;
  private final State desired;
  private final State lasting;
  private final State now;
  private final List<FieldDiff> diff;

  ApplyDecision(Operation operation, Resource resource, Observed observed, State desired) {
    this.operation = operation;
    this.resource = resource;
    this.observed = observed;
    this.desired = desired;
    boolean there = observed.exists() && observed.owner() != Owner.UNREADABLE;
    lasting = there ? desired.without(resource.ignoredChanges()) : desired;
    now = Differ.managed(observed.state(), lasting, resource.retired());
    diff = Differ.diff(now, lasting);
  }

  Change change() {
    Resource.ManualSteps manual = resource.manualSteps();
    if (manual != null) {
      return operation == Operation.DRIFT || (observed.exists() && diff.isEmpty())
          ? keep("a person does this")
          : made(Action.MANUAL, manual.onApply(), Gate.none());
    }
    return operation == Operation.DRIFT && foreign() ? keep(foreignReason()) : decided();
  }

  private boolean foreign() {
    return observed.owner() == Owner.UNMARKED || observed.owner() == Owner.OTHER;
  }

  private String foreignReason() {
    return observed.owner() == Owner.OTHER
        ? "it is marked as somebody else's"
        : "it carries no mark of ours: onboarding did not make it";
  }

  private Change decided() {
    return switch (observed.owner()) {
      case ABSENT -> made(Action.CREATE, "it is not there", Gate.none());
      case UNREADABLE ->
          made(
              Action.CREATE,
              "whether it is there cannot be told",
              new Gate.Blocked(
                  "it cannot be read: " + denied(), "grant these permissions and plan again"));
      case OTHER ->
          diff.isEmpty()
              ? keep(foreignReason())
              : made(
                  Action.UPDATE,
                  foreignReason(),
                  new Gate.Blocked(
                      "it is marked as another cluster's or another tool's",
                      "choose another name or remove it there first"));
      case OURS, SHARED, UNMARKED -> existing();
    };
  }

  private Change existing() {
    if (diff.isEmpty()) {
      boolean asMade = Differ.tolerated(observed.state(), resource).isEmpty();
      return keep("it is as it should be" + (asMade ? "" : ", but for what may change later"));
    }
    boolean unmarked = observed.owner() == Owner.UNMARKED;
    if (Differ.replaces(now, lasting)) {
      return made(Action.REPLACE, "a part that cannot be changed in place differs", replaceGate());
    }
    if (unmarked) {
      return made(
          Action.UPDATE,
          "it exists without our mark",
          new Gate.Consent(
              GateCheck.ADOPT,
              "it exists without our mark; adopting it writes the mark and the changes shown"));
    }
    if (observed.owner() == Owner.SHARED) {
      return made(
          Action.UPDATE,
          "it differs from what is asked for",
          new Gate.Consent(
              "shared", "it is shared: the change shown reaches every user of it" + users()));
    }
    return made(Action.UPDATE, "it differs from what is asked for", Gate.none());
  }

  private Gate replaceGate() {
    return observed.owner() == Owner.OURS
        ? new Gate.Consent("replace", "it has to be removed and made anew")
        : new Gate.Blocked(
            "it is not marked as this cluster's alone, and would have to be removed and made anew",
            "remove it yourself or choose another name");
  }

  private String users() {
    return observed.users().isEmpty() ? "" : ", now " + observed.users();
  }

  private String denied() {
    return observed.denied().isEmpty()
        ? "the caller lacks a permission"
        : "the caller lacks "
            + observed.denied().stream().map(RequiredPermission::permission).distinct().toList();
  }

  private Change keep(String reason) {
    Gate gate =
        operation == Operation.DRIFT || observed.owner() != Owner.UNREADABLE
            ? Gate.none()
            : new Gate.Blocked("it cannot be read: " + denied(), "grant these permissions");
    return new Change(
        resource.id(),
        resource.kind(),
        Action.KEEP,
        reason,
        List.of(),
        gate,
        extras(),
        observed.owner(),
        now,
        now,
        resource.dependsOn(),
        accessBefore(),
        accessBefore(),
        reading());
  }

  private Change made(Action action, String reason, Gate gate) {
    return new Change(
        resource.id(),
        resource.kind(),
        action,
        reason,
        diff,
        gate,
        extras(),
        observed.owner(),
        now,
        action == Action.UPDATE ? lasting : desired,
        resource.dependsOn(),
        accessBefore(),
        accessAfter(action),
        action.writes() && operation != Operation.DRIFT ? readingAndWriting(action) : reading());
  }

  private List<String> extras() {
    return Differ.extras(observed, resource);
  }

  private List<Grant> accessBefore() {
    return resource.handler().access(resource, observed.state());
  }

  /** Also of what others added: it stays, and so does the access that it gives. */
  private List<Grant> accessAfter(Action action) {
    if (operation == Operation.DRIFT || action == Action.MANUAL) {
      return accessBefore();
    }
    State planned =
        action == Action.UPDATE
            ? Differ.applied(observed.state(), lasting, resource.retired())
            : desired;
    return resource.handler().access(resource, planned);
  }

  private List<RequiredPermission> reading() {
    return resource.handler().readPermissions(resource, basis());
  }

  /** Of what cannot be read the most is needed when it is not there. */
  private Observed basis() {
    return observed.owner() == Owner.UNREADABLE ? Observed.absent() : observed;
  }

  private List<RequiredPermission> readingAndWriting(Action action) {
    TreeSet<RequiredPermission> permissions = new TreeSet<>(reading());
    State target = action == Action.UPDATE ? lasting : desired;
    StateChange change = new StateChange(basis().state(), target, resource.retired());
    permissions.addAll(resource.handler().writePermissions(resource, basis(), change));
    return List.copyOf(permissions);
  }
}
