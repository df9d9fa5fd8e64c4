package dev.onboard4j.cli;

import dev.onboard4j.OnboardingPlan;
import dev.onboard4j.RequiredPermission;
import dev.onboard4j.model.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code permissions URI}. */
@Command(
    name = "permissions",
    description = "The exact grant the caller needs for this plan, ready to be pasted.",
    mixinStandardHelpOptions = true)
final class PermissionsCommand extends Verb {
  @Parameters(
      paramLabel = "URI",
      description = "eks://ACCOUNT/REGION/NAME or gke://PROJECT/LOCATION/NAME")
  String cluster = "";

  @Option(names = "--for", paramLabel = "VERB", description = "apply, remove or drift")
  Operation purpose = Operation.APPLY;

  PermissionsCommand(Streams streams) {
    super(streams);
  }

  @Override
  public Integer call() {
    Invocation.Ready ready = new Invocation(options, streams).ready(cluster, purpose);
    OnboardingPlan plan =
        switch (purpose) {
          case APPLY -> ready.onboarding().plan(ready.cluster()).plan();
          case REMOVE -> ready.onboarding().planRemoval(ready.cluster()).plan();
          case DRIFT -> ready.onboarding().drift(ready.cluster());
        };
    if (options.json()) {
      streams.out().println(Json.pretty(document(plan)));
    } else {
      plan.permissionDocuments().values().stream()
          .map(Json::pretty)
          .forEach(streams.out()::println);
    }
    return Exit.DONE;
  }

  private static Map<String, Object> document(OnboardingPlan plan) {
    List<Map<String, String>> grants = new ArrayList<>();
    for (RequiredPermission one : plan.requiredPermissions()) {
      Map<String, String> grant = new LinkedHashMap<>();
      grant.put("permission", one.permission());
      grant.put("resource", one.resource());
      grant.put("step", one.step());
      grants.add(grant);
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "onboard4j/permissions/v1");
    document.put("grants", grants);
    document.put("documents", plan.permissionDocuments());
    return document;
  }
}
