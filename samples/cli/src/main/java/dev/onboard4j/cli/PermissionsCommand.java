package dev.onboard4j.cli;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.plan.StepPermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
      description =
          "eks://ACCOUNT/REGION/NAME, gke://PROJECT/LOCATION/NAME or"
              + " aks://SUBSCRIPTION/RESOURCE-GROUP/NAME")
  String cluster = "";

  @Option(names = "--for", paramLabel = "VERB", description = "apply, remove or drift")
  Operation purpose = Operation.APPLY;

  @Option(
      names = "--document",
      paramLabel = "NAME",
      description = "which document, when it takes more than one; default: the cloud's")
  @Nullable String wanted;

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
      print(plan.permissionDocuments());
    }
    return Exit.DONE;
  }

  /** Prints one document, to be pasted or piped, and names the others on standard error. */
  private void print(Map<String, Object> documents) {
    List<String> names = new ArrayList<>(documents.keySet());
    names.sort(Comparator.comparing((String name) -> name.startsWith("kubernetes-")));
    if (names.isEmpty() && wanted == null) {
      return;
    }
    String name = wanted == null ? names.get(0) : wanted;
    if (!names.remove(name)) {
      throw OnboardingException.badInput(
          List.of(new Problem("--document", "there is no '" + name + "'; there is " + names)));
    }
    streams.out().println(Json.pretty(Objects.requireNonNull(documents.get(name))));
    names.forEach(other -> streams.err().println("it also takes: permissions --document " + other));
  }

  private static Map<String, Object> document(OnboardingPlan plan) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "onboard4j/permissions/v1");
    document.put(
        "grants", plan.requiredPermissions().stream().map(PermissionsCommand::tree).toList());
    document.put("documents", plan.permissionDocuments());
    return document;
  }

  private static Map<String, String> tree(StepPermission permission) {
    Map<String, String> tree = new LinkedHashMap<>();
    tree.put("permission", permission.permission());
    tree.put("resource", permission.resource());
    tree.put("step", permission.step());
    return tree;
  }
}
