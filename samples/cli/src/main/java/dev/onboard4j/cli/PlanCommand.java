package dev.onboard4j.cli;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.plan.OnboardingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plan URI}. */
@Command(
    name = "plan",
    description =
        "Reads, compares and prints the plan; never writes. Exit 0: nothing to do, 2: changes, 4:"
            + " none, but something is open or could not be checked.",
    mixinStandardHelpOptions = true)
final class PlanCommand extends Verb {
  @Parameters(
      paramLabel = "URI",
      description =
          "eks://ACCOUNT/REGION/NAME, gke://PROJECT/LOCATION/NAME or"
              + " aks://SUBSCRIPTION/RESOURCE-GROUP/NAME")
  String cluster = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "save the plan there, for apply --plan")
  @Nullable Path out;

  PlanCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() {
    Invocation.Ready ready = new Invocation(options, streams).ready(cluster, Operation.APPLY);
    OnboardingPlan plan = ready.onboarding().plan(ready.cluster()).plan();
    if (out != null) {
      save(plan, out);
    }
    print(plan);
    return Exit.of(plan);
  }

  private static void save(OnboardingPlan plan, Path file) {
    try {
      Files.writeString(file, plan.toJson());
    } catch (IOException e) {
      throw OnboardingException.badInput(
          List.of(new Problem("--out", file + " cannot be written: " + e)));
    }
  }
}
