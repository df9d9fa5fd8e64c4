package dev.onboard4j.cli;

import dev.onboard4j.ApplicablePlan;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apply URI} and {@code apply --plan FILE}. */
@Command(
    name = "apply",
    description = "Does the plan; asks on a terminal, unless --yes.",
    mixinStandardHelpOptions = true)
final class ApplyCommand extends Verb {
  @Parameters(
      paramLabel = "URI",
      arity = "0..1",
      description =
          "eks://ACCOUNT/REGION/NAME, gke://PROJECT/LOCATION/NAME or"
              + " aks://SUBSCRIPTION/RESOURCE-GROUP/NAME")
  @Nullable String cluster;

  @Option(names = "--plan", paramLabel = "FILE", description = "do a saved plan, exactly")
  @Nullable Path file;

  @Option(names = "--yes", description = "do not ask")
  boolean yes;

  ApplyCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() {
    Path saved = file;
    String uri = cluster;
    if ((uri == null) == (saved == null)) {
      throw bad("give either a cluster's URI or --plan FILE");
    }
    Invocation invocation = new Invocation(options, streams);
    return carryOut(
        saved != null ? read(invocation, saved) : plan(invocation, String.valueOf(uri)),
        yes,
        invocation.cancellation());
  }

  private static ApplicablePlan plan(Invocation invocation, String uri) {
    Invocation.Ready ready = invocation.ready(uri, Operation.APPLY);
    return ready.onboarding().plan(ready.cluster());
  }

  /** Reads a saved plan; the scheme of its cluster names the provider. */
  private static ApplicablePlan read(Invocation invocation, Path file) {
    try {
      Map<String, Object> tree = Json.first(file);
      String uri = String.valueOf(tree.get("cluster"));
      int colon = uri.indexOf(':');
      if (colon < 1) {
        throw bad(file + " is no saved plan: it names no cluster");
      }
      return invocation.checked(uri.substring(0, colon)).read(Files.readString(file));
    } catch (IOException e) {
      throw bad(file + " is no saved plan: " + e.getMessage());
    }
  }

  private static OnboardingException bad(String what) {
    return OnboardingException.badInput(List.of(new Problem("apply", what)));
  }
}
