package dev.onboard4j.cli;

import dev.onboard4j.model.Operation;
import dev.onboard4j.plan.OnboardingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code drift URI}. */
@Command(
    name = "drift",
    description =
        "What differs from what onboarding made; widened access counts. Exit 0: nothing, 2: drift,"
            + " 4: none found, but something is open or could not be checked.",
    mixinStandardHelpOptions = true)
final class DriftCommand extends Verb {
  @Parameters(
      paramLabel = "URI",
      description =
          "eks://ACCOUNT/REGION/NAME, gke://PROJECT/LOCATION/NAME or"
              + " aks://SUBSCRIPTION/RESOURCE-GROUP/NAME")
  String cluster = "";

  DriftCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() {
    Invocation.Ready ready = new Invocation(options, streams).ready(cluster, Operation.DRIFT);
    OnboardingPlan plan = ready.onboarding().drift(ready.cluster());
    print(plan);
    return plan.broader().isEmpty() ? Exit.of(plan) : Exit.CHANGES;
  }
}
