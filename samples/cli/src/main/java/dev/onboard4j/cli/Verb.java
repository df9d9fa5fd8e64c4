package dev.onboard4j.cli;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.plan.Incomplete;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.plan.Style;
import dev.onboard4j.run.ApplyFailedException;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.OnboardingResult;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** What the commands about one cluster share. */
abstract class Verb implements Callable<Integer> {
  @Mixin Options options = new Options();

  final Streams streams;

  Verb(Streams streams) {
    this.streams = streams;
  }

  void print(OnboardingPlan plan) {
    if (options.json()) {
      streams.out().print(plan.toJson());
    } else {
      streams.out().print(plan.describe(options.colored(streams) ? Style.COLOR : Style.PLAIN));
    }
  }

  void print(OnboardingResult result) {
    if (options.json()) {
      streams.out().print(result.toJson());
      return;
    }
    for (Map.Entry<String, String> output : result.outputs().entrySet()) {
      streams.out().println(output.getKey() + " = " + output.getValue().strip());
    }
    result.warnings().forEach(warning -> streams.err().println("warning: " + warning));
  }

  /** Applies a plan after confirmation; the exit code tells whether all of it succeeded. */
  int carryOut(ApplicablePlan planned, boolean yes, Cancellation cancellation) {
    OnboardingPlan plan = planned.plan();
    boolean ask = plan.hasChanges() && !yes;
    if (!options.json() && (plan.hasChanges() || !plan.incomplete().isEmpty())) {
      print(plan);
    }
    if (ask && planned.refusals().isEmpty()) {
      confirm();
    }
    return interruptibly(cancellation, () -> told(plan, planned.attempt()));
  }

  private int told(OnboardingPlan plan, OnboardingResult result) {
    print(result);
    if (result.succeeded()) {
      plan.incomplete().forEach(one -> streams.err().println(open(one)));
      return Exit.done(plan);
    }
    return options.json()
        ? Exit.FAILED
        : new Errors(streams, false).report(ApplyFailedException.of(result));
  }

  /** The plan has the words; those of an API server are not printed here a second time. */
  private static String open(Incomplete incomplete) {
    String status =
        incomplete.why() == Incomplete.Why.MANUAL
            ? " is for a person to do"
            : " could not be checked";
    return "not complete: " + incomplete.id() + status;
  }

  private void confirm() {
    if (!streams.terminal() || options.json()) {
      throw OnboardingException.of(
              Category.CONFLICT,
              "the plan needs a confirmation, and there is no terminal to ask for it")
          .remedy("look at the plan, then repeat the command with --yes")
          .build();
    }
    @Nullable String answer = streams.ask().apply("Apply this plan? Only 'yes' is taken for yes: ");
    if (!"yes".equals(answer)) {
      throw OnboardingException.of(Category.CONFLICT, "not confirmed; nothing was written")
          .remedy("answer yes, or repeat the command with --yes")
          .build();
    }
  }

  /** Ctrl-C cancels the run: the request in flight ends, and the outcome is reported. */
  private static int interruptibly(Cancellation cancellation, IntSupplier work) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              cancellation.cancel();
              await(ended);
            },
            "onboard4j-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.getAsInt();
    } finally {
      ended.countDown();
      if (!cancellation.cancelled()) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }

  private static void await(CountDownLatch ended) {
    try {
      if (!ended.await(1, TimeUnit.MINUTES)) {
        System.err.println("a request is still in flight: plan again to see what became of it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
