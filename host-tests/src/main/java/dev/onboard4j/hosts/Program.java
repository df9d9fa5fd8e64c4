package dev.onboard4j.hosts;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.run.InstalledContributor;
import dev.onboard4j.run.OnboardingEvent;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Lists the contributors, then onboards clusters and removes the onboarding again.
 *
 * <p>Prints one fact per line, for a test to read.
 */
public final class Program {
  private final PrintStream out;

  private Program(PrintStream out) {
    this.out = out;
  }

  /** Runs the orders; each argument is one of them. */
  public static void main(String[] arguments) {
    run(System.out, arguments);
  }

  /** Runs the orders, and prints there. */
  public static void run(PrintStream out, String... arguments) {
    Program program = new Program(out);
    program.list();
    Arrays.stream(arguments).map(Order::parse).forEach(program::execute);
  }

  private void list() {
    for (InstalledContributor one : Onboarding.installed(Program.class.getClassLoader())) {
      out.printf("installed %s %s %s%n", one.id(), one.artifact(), one.version());
    }
  }

  private void execute(Order order) {
    out.printf(
        "%s %s: %s%n", order.caller(), order.cluster(), order.caller().call(() -> onboard(order)));
  }

  private String onboard(Order order) {
    Onboarding onboarding =
        Onboarding.forProvider(order.cluster().getScheme())
            .set(order.settings())
            .on(OnboardingEvent.Note.class, note -> out.println("note " + note.words()));
    ClusterRef cluster = onboarding.cluster(order.cluster());
    ApplicablePlan planned = onboarding.plan(cluster);
    planned.apply();
    String again = summary(onboarding.plan(cluster).plan());
    onboarding.planRemoval(cluster).apply();
    return "on %s planned [%s] applied, planned [%s] removed"
        .formatted(Thread.currentThread(), summary(planned.plan()), again);
  }

  private static String summary(OnboardingPlan plan) {
    return plan.summary().entrySet().stream()
        .map(Object::toString)
        .collect(Collectors.joining(" ", plan.providerVersion() + " ", ""));
  }
}
