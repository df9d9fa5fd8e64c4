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
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One write, and what becomes of it when a reply is lost. */
final class ChangeExecutor {
  private static final int ATTEMPTS = 4;

  /** Failures after which reading tells whether the object is as planned all the same. */
  private static final Set<Category> READ_SETTLES =
      Set.of(Category.UNKNOWN_OUTCOME, Category.CONFLICT);

  private final RunContext run;
  private final PhaseScope scope;
  private final OnboardingPlan plan;
  private final Resource resource;
  private final Change change;

  ChangeExecutor(
      RunContext run, PhaseScope scope, OnboardingPlan plan, Resource resource, Change change) {
    this.run = run;
    this.scope = scope;
    this.plan = plan;
    this.resource = resource;
    this.change = change;
  }

  /** Never throws: whatever happens is an outcome. */
  Outcome take(Observed premise) {
    try {
      State after = after(premise);
      if (arrived(premise, after)) {
        return done(premise);
      }
      Observed before = premise.exists() ? again() : premise;
      return arrived(before, after) ? done(before) : write(before, after);
    } catch (OnboardingException e) {
      return new Outcome.Failed(e);
    } catch (LinkageError | RuntimeException e) {
      return new Outcome.Failed(bug("failed in an unforeseen way: " + e.getClass().getName(), e));
    }
  }

  private State after(Observed premise) {
    if (change.action() == Action.DELETE) {
      return State.empty();
    }
    boolean made = !premise.exists() || change.action() == Action.REPLACE;
    return Differ.resolved(
        made ? resource.desired() : resource.lasting(),
        unknown -> scope.output(unknown.from(), unknown.output()).orElse(null));
  }

  /** This run did not make the object: somebody may have changed it since the premise was read. */
  private Observed again() {
    Observed now = new StateRefresher(run).read(resource, scope);
    List<Problem> surprises = StalePlanCheck.surprises(change, resource, now, this::ownDoing);
    if (!surprises.isEmpty()) {
      throw conflict("it changed while the plan was applied: " + surprises.get(0));
    }
    if (change.action() == Action.DELETE && now.owner() == Owner.SHARED) {
      checkUsers(now);
    }
    return now;
  }

  /** A field that tells of an upstream object differs when this run made that object anew. */
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
    Observed now = before;
    if (!now.exists() || change.action() == Action.REPLACE) {
      scope.made(resource.id());
    }
    Deadline term = run.stepTerm();
    OnboardingException last = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        Observed written =
            resource
                .handler()
                .write(
                    resource,
                    now,
                    new StateChange(now.state(), after, resource.retired()),
                    new EngineRequestContext(run, scope, resource.id(), term));
        return arrived(written, after) ? done(written) : failed(promise(written, after));
      } catch (OnboardingException e) {
        last = about(e);
        if (!READ_SETTLES.contains(e.category())) {
          throw last;
        }
        Observed seen = settle(last);
        if (arrived(seen, after)) {
          return done(seen);
        }
        if (!mayTryAgain(e, now, seen)) {
          return ended(last);
        }
        now = seen;
        term.pause(Retries.backoff(attempt), "the next try of " + resource.id());
      }
    }
    return ended(last == null ? conflict("gave up") : last);
  }

  /**
   * After a lost reply, when the object is still where the plan expects it. After a refusal only
   * when it has moved on meanwhile: another run writes the same object, and the refusal was about
   * its writing rather than ours.
   */
  private boolean mayTryAgain(OnboardingException e, Observed before, Observed seen) {
    boolean moved = !seen.state().equals(before.state());
    return (e.category() == Category.UNKNOWN_OUTCOME || moved)
        && StalePlanCheck.surprises(change, resource, seen, this::ownDoing).isEmpty();
  }

  private static Outcome ended(OnboardingException e) {
    return e.category() == Category.UNKNOWN_OUTCOME ? new Outcome.Unknown(e) : failed(e);
  }

  /** One read tells what a failed write did not; when that fails too, nobody knows. */
  private Observed settle(OnboardingException failure) {
    try {
      return new StateRefresher(run).read(resource, scope);
    } catch (OnboardingException e) {
      if (failure.category() == Category.CONFLICT) {
        failure.addSuppressed(e);
        throw failure;
      }
      e.addSuppressed(failure);
      throw e;
    }
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

  private static Outcome failed(OnboardingException e) {
    return new Outcome.Failed(e);
  }

  private OnboardingException promise(Observed written, State after) {
    State managed = Differ.managed(written.state(), resource.lasting(), resource.retired());
    return bug(
        "wrote without an error, but the object is not as planned ("
            + written.owner()
            + "): "
            + Differ.words(Differ.diff(managed, after.without(resource.ignoredChanges()))),
        null);
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

  private OnboardingException bug(String what, @Nullable Throwable cause) {
    return OnboardingException.of(Category.PROVIDER_BUG, what)
        .resource(resource.id())
        .remedy("report it to the author of the contributor")
        .cause(cause)
        .build();
  }
}
