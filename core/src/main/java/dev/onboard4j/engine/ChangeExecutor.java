package dev.onboard4j.engine;

import dev.onboard4j.model.Observed;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.State;
import dev.onboard4j.model.StateChange;
import dev.onboard4j.plan.Action;
import dev.onboard4j.plan.Change;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.Outcome;
import dev.onboard4j.spi.Resource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Executes one change of a plan and settles lost replies. Used by one thread. */
final class ChangeExecutor {
  private static final int ATTEMPTS = 4;

  /** Failures after which a read tells whether the object is as planned. */
  private static final Set<Category> READ_SETTLES =
      Set.of(Category.UNKNOWN_OUTCOME, Category.CONFLICT);

  private final RunContext run;
  private final PhaseScope scope;
  private final OnboardingPlan plan;
  private final Resource resource;
  private final Change change;
  private final Deadline deadline;

  /** The first failure after which a write may have had its effect. */
  private @Nullable OnboardingException lostReply;

  /** Whether nobody knows how far the last write came, and no read has shown it. */
  private boolean doubt;

  /** Whether the last write has waited for its effect as long as it may. */
  private boolean waitedInVain;

  ChangeExecutor(
      RunContext run, PhaseScope scope, OnboardingPlan plan, Resource resource, Change change) {
    this.run = run;
    this.scope = scope;
    this.plan = plan;
    this.resource = resource;
    this.change = change;
    deadline = run.stepDeadline();
  }

  /** Never throws: every failure is an outcome. */
  Outcome execute(Observed planned) {
    try {
      State after = after(planned);
      if (arrived(planned, after)) {
        return done(planned);
      }
      Observed before = planned.exists() ? again() : planned;
      return arrived(before, after) ? done(before) : write(before, after);
    } catch (OnboardingException e) {
      return ended(e);
    } catch (Throwable e) {
      return ended(unforeseen(Category.PROVIDER_BUG, e));
    }
  }

  private State after(Observed planned) {
    if (change.action() == Action.DELETE) {
      return State.empty();
    }
    boolean creates = !planned.exists() || change.action() == Action.REPLACE;
    return Differ.resolved(
        creates ? resource.desired() : resource.lasting(),
        unknown -> scope.output(unknown.from(), unknown.output()).orElse(null));
  }

  /** Reads again an object that this run did not create: another tool may have changed it. */
  private Observed again() {
    Observed now = read();
    List<Problem> surprises = StalePlanCheck.surprises(change, resource, now, this::ownDoing);
    if (!surprises.isEmpty()) {
      throw conflict("it changed while the plan was applied: " + surprises.get(0));
    }
    if (change.action() == Action.DELETE && now.owner() == Owner.SHARED) {
      checkUsers(now);
    }
    return now;
  }

  /** A field that names an upstream object differs if this run recreated that object. */
  private boolean ownDoing(String field) {
    return resource.desired().field(field) instanceof State.Unknown unknown
        && scope.createdInThisRun(unknown.from());
  }

  private void checkUsers(Observed now) {
    Set<ResourceId> others = new TreeSet<>(now.users());
    plan.changes().stream()
        .filter(other -> other.action() == Action.DELETE)
        .forEach(other -> others.remove(other.id()));
    if (!others.isEmpty()) {
      throw conflict("it is shared, and by now used by " + others + ": it was kept");
    }
  }

  private Outcome write(Observed before, State after) {
    if (creates(before)) {
      scope.creating(resource.id());
    }
    Observed now = before;
    for (int attempt = 1; ; attempt++) {
      OnboardingException failure;
      try {
        return written(now, after);
      } catch (OnboardingException e) {
        failure = noted(e);
      }
      Optional<Observed> seen = settled(now, after, failure);
      if (seen.filter(observed -> arrived(observed, after)).isPresent()) {
        return done(seen.get());
      }
      if (attempt == ATTEMPTS || seen.isEmpty() || !mayTryAgain(failure, now, seen.get())) {
        return ended(failure);
      }
      now = seen.get();
      deadline.pause(Retries.backoff(attempt), "the next attempt at " + resource.id());
    }
  }

  private boolean creates(Observed before) {
    return change.action() == Action.REPLACE
        || (change.action() != Action.DELETE && !before.exists());
  }

  private Outcome written(Observed now, State after) {
    EngineRequestContext requests = requests();
    StateChange stateChange = new StateChange(now.state(), after, resource.retired());
    try {
      Observed written =
          Objects.requireNonNull(
              resource.handler().write(resource, now, stateChange, requests),
              "the handler returned null");
      return arrived(written, after) ? done(written) : new Outcome.Failed(promise(written, after));
    } catch (OnboardingException e) {
      doubt = requests.writes().leavesDoubt(e);
      waitedInVain = requests.waitedInVain();
      throw e;
    } catch (Throwable e) {
      boolean mayHaveEffect = requests.writes().mayHaveEffect();
      doubt = mayHaveEffect;
      throw unforeseen(mayHaveEffect ? Category.UNKNOWN_OUTCOME : Category.PROVIDER_BUG, e);
    } finally {
      if (!now.exists() && requests.writes().firstConfirmed()) {
        scope.created(resource.id());
      }
    }
  }

  private EngineRequestContext requests() {
    return new EngineRequestContext(run, scope, resource.id(), deadline);
  }

  private Observed read() {
    return new StateRefresher(run).read(resource, scope, deadline);
  }

  private OnboardingException noted(OnboardingException e) {
    OnboardingException failure = about(e);
    if (failure.category() == Category.UNKNOWN_OUTCOME && lostReply == null) {
      lostReply = failure;
    }
    return failure;
  }

  /**
   * Reads what a failed write left behind; empty if the failure leaves no doubt or a read fails.
   */
  private Optional<Observed> settled(Observed now, State after, OnboardingException failure) {
    if (!READ_SETTLES.contains(failure.category()) && !doubt) {
      return Optional.empty();
    }
    try {
      Observed seen = mayLag(now, failure) ? awaited(now, after, failure) : read();
      doubt &= seen.owner() == Owner.UNREADABLE;
      return Optional.of(seen);
    } catch (OnboardingException e) {
      if (e != failure) {
        failure.addSuppressed(e);
      }
      return Optional.empty();
    }
  }

  /**
   * Whether a read may not show the effect yet, and it matters: as repeating may harm, or as the
   * step ends here.
   */
  private boolean mayLag(Observed now, OnboardingException failure) {
    if (doubt && failure.category() != Category.UNKNOWN_OUTCOME) {
      return !waitedInVain;
    }
    return lostReply != null
        && creates(now)
        && (assigned() || failure.category() == Category.CONFLICT);
  }

  private boolean assigned() {
    return resource.identity() == Resource.Identity.ASSIGNED;
  }

  /**
   * Reads until the object is as planned, or there after a lost reply, as long as reads may lag.
   */
  private Observed awaited(Observed now, State after, OnboardingException failure) {
    boolean lost = failure.category() == Category.UNKNOWN_OUTCOME || !doubt;
    return requests()
        .awaited(
            "whether " + resource.id() + " is as planned",
            () ->
                Optional.of(read())
                    .filter(
                        seen ->
                            arrived(seen, after)
                                || seen.owner() == Owner.UNREADABLE
                                || (lost && appeared(now, seen))))
        .orElse(now);
  }

  private static boolean appeared(Observed now, Observed seen) {
    return seen.exists() && !(now.exists() && seen.state().equals(now.state()));
  }

  /**
   * Whether the write may be repeated. After a lost reply: if the object is where the plan expects
   * it, and a second creation cannot add a second object. After a refusal: only if the object has
   * changed meanwhile, as then another run wrote it at the same time. Never after other failures.
   */
  private boolean mayTryAgain(OnboardingException e, Observed before, Observed seen) {
    boolean mayDuplicate = lostReply != null && creates(before) && assigned();
    boolean moved = !seen.state().equals(before.state());
    boolean lost = e.category() == Category.UNKNOWN_OUTCOME;
    boolean repeatable = mayDuplicate ? appeared(before, seen) : (lost || moved);
    return READ_SETTLES.contains(e.category())
        && repeatable
        && StalePlanCheck.surprises(change, resource, seen, this::ownDoing).isEmpty();
  }

  /** After a lost reply the outcome is unknown, whatever failed later. */
  private Outcome ended(OnboardingException failure) {
    OnboardingException lost = lostReply;
    if (lost == null) {
      return doubt ? new Outcome.Unknown(about(failure)) : new Outcome.Failed(about(failure));
    }
    if (failure != lost) {
      lost.addSuppressed(failure);
    }
    return new Outcome.Unknown(lost);
  }

  private boolean arrived(Observed now, State after) {
    if (change.action() == Action.DELETE) {
      return !now.exists();
    }
    boolean ours = now.owner() == Owner.OURS || now.owner() == Owner.SHARED;
    return ours && now.state().covers(after.without(resource.ignoredChanges()), resource.retired());
  }

  private Outcome done(Observed now) {
    scope.tell(resource.id(), now.outputs());
    return new Outcome.Done();
  }

  private OnboardingException promise(Observed written, State after) {
    State managed = Differ.managed(written.state(), resource.lasting(), resource.retired());
    return bug(
        "wrote without an error, but the object is not as planned ("
            + written.owner()
            + "): "
            + Differ.words(Differ.diff(managed, after.without(resource.ignoredChanges()))));
  }

  private OnboardingException about(OnboardingException e) {
    return e.resource().isPresent() ? e : e.with(builder -> builder.resource(resource.id()));
  }

  private OnboardingException conflict(String what) {
    return OnboardingException.of(Category.CONFLICT, what)
        .resource(resource.id())
        .remedy("plan again")
        .build();
  }

  private OnboardingException unforeseen(Category category, Throwable e) {
    Unforeseen.keepInterrupt(e);
    return OnboardingException.of(
            category, "failed in an unforeseen way: " + e.getClass().getName())
        .resource(resource.id())
        .remedy("report it to the author of the contributor")
        .cause(e)
        .build();
  }

  private OnboardingException bug(String what) {
    return OnboardingException.of(Category.PROVIDER_BUG, what)
        .resource(resource.id())
        .remedy("report it to the author of the contributor")
        .build();
  }
}
