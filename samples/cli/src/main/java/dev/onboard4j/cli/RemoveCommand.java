package dev.onboard4j.cli;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.Operation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code remove URI}. */
@Command(
    name = "remove",
    description = "Undoes the onboarding: removes our objects that no other cluster uses.",
    mixinStandardHelpOptions = true)
final class RemoveCommand extends Verb {
  @Parameters(
      paramLabel = "URI",
      description =
          "eks://ACCOUNT/REGION/NAME, gke://PROJECT/LOCATION/NAME or"
              + " aks://SUBSCRIPTION/RESOURCE-GROUP/NAME")
  String cluster = "";

  @Option(names = "--dry-run", description = "only plan. Exit 2: there is something to remove")
  boolean dryRun;

  @Option(names = "--yes", description = "do not ask")
  boolean yes;

  RemoveCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() {
    Invocation invocation = new Invocation(options, streams);
    Invocation.Ready ready = invocation.ready(cluster, Operation.REMOVE);
    ApplicablePlan planned = ready.onboarding().planRemoval(ready.cluster());
    if (dryRun) {
      print(planned.plan());
      return Exit.of(planned.plan());
    }
    return carryOut(planned, yes, invocation.cancellation());
  }
}
