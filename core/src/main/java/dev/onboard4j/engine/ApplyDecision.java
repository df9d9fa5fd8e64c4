package dev.onboard4j.engine;

import dev.onboard4j.model.Grant;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.FieldDiff;
import dev.onboard4j.plan.Gate;
import dev.onboard4j.spi.Resource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Decides what an apply or a drift does to one resource. Pure. */
final class ApplyDecision {
  static final String AS_DECLARED = "it is as declared";

  /** Others may change ignored fields at any time. */
  static final String AS_DECLARED_EXCEPT = AS_DECLARED + ", except for ignored changes";

  private static final String UNREADABLE = "it may or may not exist";
  private static final String FOREIGN = "it carries the mark of another cluster or tool";
  private static final String SHARED = "shared";

  private final Operation operation;
  private final Resource resource;
  private final HandlerAnswers answers;
  private final Observed observed;
  private final State desired;
  private final State lasting;
  private final State now;
  private final List<FieldDiff> diff;
  private final Set<ResourceId> others;

  /**
   * Prepares a decision.
   *
   * @param declared the resources of this plan: they do not count as other users
   */
  ApplyDecision(
      Operation operation,
      Resource resource,
      Observed observed,
      State desired,
      Set<ResourceId> declared) {
    this.operation = operation;
    this.resource = resource;
    answers = new HandlerAnswers(resource);
    this.observed = observed;
    this.desired = desired;
    boolean there = observed.exists() && observed.owner() != Owner.UNREADABLE;
    lasting = there ? desired.without(resource.ignoredChanges()) : desired;
    now = Differ.managed(observed.state(), lasting, resource.retired());
    diff = Differ.diff(now, lasting);
    others = new TreeSet<>(observed.users());
    others.removeAll(declared);
  }

  Change change() {
    Resource.ManualSteps manual = resource.manualSteps();
    if (manual != null) {
      return observed.exists() && diff.isEmpty()
          ? keep("a person does this")
          : change(Action.MANUAL, manual.onApply(), Gate.none());
    }
    return operation == Operation.DRIFT && foreign() ? keep(foreignReason()) : decided();
  }

  private boolean foreign() {
    return observed.owner() == Owner.UNMARKED || observed.owner() == Owner.OTHER;
  }

  private String foreignReason() {
    return observed.owner() == Owner.OTHER
        ? FOREIGN
        : "it has no mark of onboarding: onboarding did not create it";
  }

  private Change decided() {
    return switch (observed.owner()) {
      case ABSENT -> written(Action.CREATE, Gate.none());
      case UNREADABLE -> change(unreadableAction(), UNREADABLE, unreadable());
      case OTHER -> diff.isEmpty() ? keep(foreignReason()) : written(Action.UPDATE, foreignGate());
      case OURS, SHARED, UNMARKED -> existing();
    };
  }

  private Action unreadableAction() {
    return operation == Operation.DRIFT ? Action.KEEP : Action.CREATE;
  }

  private Gate unreadable() {
    return new Gate.Blocked(
        "it cannot be read: " + denied(), "grant these permissions and plan again");
  }

  private static Gate foreignGate() {
    return new Gate.Blocked(FOREIGN, "choose another name or remove it there first");
  }

  private Change existing() {
    if (diff.isEmpty()) {
      boolean asMade = Differ.ignoredChanges(observed.state(), resource).isEmpty();
      return keep(asMade ? AS_DECLARED : AS_DECLARED_EXCEPT);
    }
    return Differ.replaces(now, lasting)
        ? written(Action.REPLACE, replaceGate())
        : written(Action.UPDATE, updateGate());
  }

  private Change written(Action action, Gate gate) {
    return change(action, reason(action, observed.owner()), gate);
  }

  /** Why something is written, for people. */
  static String reason(Action action, Owner owner) {
    return switch (action) {
      case CREATE -> owner == Owner.UNREADABLE ? UNREADABLE : "it does not exist";
      case REPLACE -> "a field that cannot change in place differs";
      case DELETE -> owner == Owner.UNREADABLE ? UNREADABLE : "onboarding created or adopted it";
      default ->
          switch (owner) {
            case UNMARKED -> "it exists without the mark of onboarding";
            case OTHER -> FOREIGN;
            default -> "it differs from the declaration";
          };
    };
  }

  private Gate updateGate() {
    return switch (observed.owner()) {
      case UNMARKED -> others.isEmpty() ? adoption() : adoption().and(usedByOthers());
      case SHARED ->
          new Gate.Consent(
              SHARED, "it is shared: the change shown affects each of its users" + users());
      default -> others.isEmpty() ? Gate.none() : usedByOthers();
    };
  }

  private static Gate.Consent adoption() {
    return new Gate.Consent(
        GateCheck.ADOPT,
        "it exists without the mark of onboarding; adopting it writes the mark and the"
            + " changes shown");
  }

  private Gate.Consent usedByOthers() {
    return new Gate.Consent(SHARED, "others use it: the change shown affects " + others);
  }

  private Gate replaceGate() {
    return observed.owner() == Owner.OURS
        ? new Gate.Consent("replace", "it is deleted and created again")
        : new Gate.Blocked(
            "it has to be deleted and created again, but does not belong to this cluster alone",
            "delete it or choose another name");
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
    return change(Action.KEEP, reason, keepGate());
  }

  private Gate keepGate() {
    return operation == Operation.DRIFT || observed.owner() != Owner.UNREADABLE
        ? Gate.none()
        : new Gate.Blocked("it cannot be read: " + denied(), "grant these permissions");
  }

  private Change change(Action action, String reason, Gate gate) {
    return new Change(
        resource.id(),
        resource.kind(),
        action,
        reason,
        action == Action.KEEP ? List.of() : diff,
        gate,
        extras(),
        observed.owner(),
        now,
        after(action),
        resource.dependsOn(),
        accessBefore(),
        accessAfter(action),
        permissions(action));
  }

  private State after(Action action) {
    return switch (action) {
      case KEEP -> now;
      case UPDATE -> lasting;
      default -> desired;
    };
  }

  private List<String> extras() {
    return Differ.extras(observed, resource);
  }

  private List<Grant> accessBefore() {
    return answers.access(observed.state());
  }

  /** The access after the plan; it includes the access through fields that other tools added. */
  private List<Grant> accessAfter(Action action) {
    if (operation == Operation.DRIFT || action == Action.MANUAL || action == Action.KEEP) {
      return accessBefore();
    }
    State planned =
        action == Action.UPDATE
            ? Differ.applied(observed.state(), lasting, resource.retired())
            : desired;
    return answers.access(planned);
  }

  private List<RequiredPermission> permissions(Action action) {
    return action.writes() && operation != Operation.DRIFT ? readingAndWriting(action) : reading();
  }

  private List<RequiredPermission> reading() {
    return answers.readPermissions(basis());
  }

  /** An unreadable object counts as absent: creating it takes the most permissions. */
  private Observed basis() {
    return observed.owner() == Owner.UNREADABLE ? Observed.absent() : observed;
  }

  private List<RequiredPermission> readingAndWriting(Action action) {
    TreeSet<RequiredPermission> permissions = new TreeSet<>(reading());
    State target = action == Action.UPDATE ? lasting : desired;
    StateChange change = new StateChange(basis().state(), target, resource.retired());
    permissions.addAll(answers.writePermissions(basis(), change));
    return List.copyOf(permissions);
  }
}
