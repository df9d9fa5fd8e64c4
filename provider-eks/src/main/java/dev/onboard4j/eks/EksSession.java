package dev.onboard4j.eks;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One verb on one EKS cluster. */
final class EksSession implements Session {
  private static final Pattern PRINCIPAL =
      Pattern.compile("arn:(aws[a-z-]*):iam::\\d{12}:(root|(user|role)/[\\w+=,.@/-]+)");

  private final SessionContext context;
  private final EksClients clients;
  private final EksBlueprint blueprint;
  private final EksNames names;
  private final Arns arns;
  private @Nullable AwsAuth awsAuth;

  private EksSession(
      SessionContext context,
      EksClients clients,
      EksBlueprint blueprint,
      EksNames names,
      Arns arns) {
    this.context = context;
    this.clients = clients;
    this.blueprint = blueprint;
    this.names = names;
    this.arns = arns;
  }

  /** Finds everything wrong that shows without a call. */
  static EksSession open(SessionContext context) {
    List<Problem> problems = new ArrayList<>();
    EksClients clients = new EksClients(context);
    problems.addAll(registrationProblems(context, clients.partition()));
    Map<String, Object> section =
        context
            .blueprint()
            .orElseThrow(
                () ->
                    OnboardingException.badInput(
                        List.of(
                            new Problem(
                                "blueprint",
                                "'"
                                    + context.blueprintId()
                                    + "' says nothing about EKS: it needs a"
                                    + " section clouds.eks"))));
    EksBlueprint blueprint = EksBlueprint.of(section);
    Settings settings = context.settings();
    EksNames names = EksNames.of(blueprint, settings, template(context), problems);
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    Arns arns =
        new Arns(
            clients.partition(),
            context.cluster().location(),
            context.cluster().account(),
            context.cluster().name(),
            settings.text(EksSettings.PATH).orElse("/"));
    return new EksSession(context, clients, blueprint, names, arns);
  }

  private static Template template(SessionContext context) {
    return new Template(
        Map.of(
            "clusterName",
            context.cluster().name(),
            "clusterId",
            context.registration().clusterId().orElse("00000000")));
  }

  private static List<Problem> registrationProblems(SessionContext context, String partition) {
    List<Problem> problems = new ArrayList<>();
    Registration registration = context.registration();
    if (registration.clusterId().isEmpty()) {
      problems.add(
          new Problem(
              "platform.cluster-id",
              "is needed: the platform's id of this cluster is part of names"));
    }
    if (context.operation() == Operation.REMOVE && registration.principal().isEmpty()) {
      return problems;
    }
    String principal = registration.principal().orElse("");
    var arn = PRINCIPAL.matcher(principal);
    if (principal.isEmpty()) {
      problems.add(
          new Problem(
              "platform.principal", "is needed: the ARN of the principal that gets access"));
    } else if (!arn.matches()) {
      problems.add(
          new Problem(
              "platform.principal",
              "'" + principal + "' is not the ARN of an IAM user, role or account root"));
    } else if (!arn.group(1).equals(partition)) {
      problems.add(
          new Problem(
              "platform.principal",
              "'"
                  + principal
                  + "' is of partition "
                  + arn.group(1)
                  + "; the cluster is in "
                  + partition
                  + ", and a role trusts its own partition only"));
    }
    return problems;
  }

  @Override
  public Declaration declare() {
    EksFacts facts = EksFacts.read(clients, arns, context);
    return Declaration.of(resources(facts))
        .readingFactsWith(EksFacts.permissions(arns))
        .checkedBy(new EksPermissionChecker())
        .reachedBy(() -> kubernetes(facts));
  }

  private Optional<KubernetesAccess> kubernetes(EksFacts facts) {
    if (!facts.denied().isEmpty()) {
      throw OnboardingException.of(
              OnboardingException.Category.PERMISSION, "where the API server is cannot be read")
          .missing(facts.denied())
          .build();
    }
    EksToken token = new EksToken(clients, arns);
    return facts
        .server()
        .map(server -> new KubernetesAccess(server, facts.authority(), token::sign));
  }

  private List<Resource> resources(EksFacts facts) {
    Template template =
        template(context)
            .with(
                Map.of(
                    "partition", arns.partition(),
                    "region", arns.region(),
                    "accountId", arns.account(),
                    "dnsSuffix", clients.dnsSuffix(),
                    "vpcId", facts.vpcId(),
                    "vpcOwnerAccountId", facts.vpcOwner()));
    EksDeclaration declaration =
        new EksDeclaration(context, clients, blueprint, names, arns, facts, template);
    if (facts.accessEntries()) {
      return declaration.resources(null);
    }
    awsAuth = AwsAuth.reach(context, () -> kubernetes(facts)).orElse(null);
    return declaration.resources(awsAuth);
  }

  @Override
  public void close() {
    if (awsAuth != null) {
      awsAuth.close();
    }
    clients.close();
  }
}
