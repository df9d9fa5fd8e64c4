package dev.onboard4j.eks;

import dev.onboard4j.model.ApiRequest;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import dev.onboard4j.spi.support.CloudSection;
import dev.onboard4j.spi.support.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Declares the resources for one operation on one EKS cluster. */
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

  /**
   * Opens a session; sends no request.
   *
   * @throws OnboardingException of category CALLER with all problems that can be found without a
   *     request
   */
  static EksSession open(SessionContext context) {
    EksClients clients = new EksClients(context);
    try {
      return open(context, clients);
    } catch (RuntimeException e) {
      clients.close();
      throw e;
    }
  }

  private static EksSession open(SessionContext context, EksClients clients) {
    List<Problem> problems = registrationProblems(context, clients.partition());
    EksBlueprint blueprint = EksBlueprint.of(CloudSection.required(context));
    EksNames names = EksNames.of(blueprint, context.settings(), template(context), problems);
    if (!problems.isEmpty()) {
      throw OnboardingException.badInput(problems);
    }
    Arns arns =
        new Arns(
            clients.partition(),
            context.cluster().location(),
            context.cluster().account(),
            context.cluster().name(),
            context.settings().text(EksSettings.PATH).orElse("/"));
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
              "is required: names contain the platform's id of this cluster"));
    }
    boolean required = context.operation() != Operation.REMOVE;
    if (required || registration.principal().isPresent()) {
      principalProblem(registration.principal().orElse(""), partition)
          .ifPresent(words -> problems.add(new Problem("platform.principal", words)));
    }
    return problems;
  }

  private static Optional<String> principalProblem(String principal, String partition) {
    if (principal.isEmpty()) {
      return Optional.of("is required: the ARN of the principal that gets access");
    }
    Matcher arn = PRINCIPAL.matcher(principal);
    if (!arn.matches()) {
      return Optional.of("'" + principal + "' is not the ARN of an IAM user, role or account root");
    }
    if (arn.group(1).equals(partition)) {
      return Optional.empty();
    }
    String both = " belongs to partition " + arn.group(1) + "; the cluster is in " + partition;
    return Optional.of("'" + principal + "'" + both + ", and a role trusts its own partition only");
  }

  @Override
  public Declaration declare() {
    EksFacts facts = EksFacts.read(clients, arns, context);
    List<RequiredPermission> reads = new ArrayList<>(EksFacts.permissions(arns));
    reads.addAll(Aws.permissions(checkNames()));
    EksBlueprint.PolicySpec ipv6 = blueprint.ipv6Policy();
    if (ipv6 != null) {
      String name = template(context).fill(ipv6.name());
      reads.addAll(new IamRequests(arns).listEntitiesForPolicy(name).permissions());
    }
    Declaration declared =
        Declaration.of(resources(facts))
            .readingFactsWith(reads)
            .checkedBy(new EksPermissionChecker(clients.dnsSuffix()))
            .reachedBy(() -> kubernetes(facts));
    return facts.denied().isEmpty() ? declared : declared.unreadable(facts.denied());
  }

  private List<ApiRequest> checkNames() {
    return new FormerNames(clients, EksMarks.of(context), arns, names)
        .check(
            EksNames.otherStyles(blueprint, context.settings(), template(context)),
            context.requests());
  }

  private Optional<KubernetesAccess> kubernetes(EksFacts facts) {
    if (!facts.denied().isEmpty()) {
      throw OnboardingException.of(
              OnboardingException.Category.PERMISSION,
              "the address of the API server cannot be read")
          .missing(facts.denied())
          .build();
    }
    EksToken token = new EksToken(clients, arns);
    return facts
        .server()
        .map(server -> new KubernetesAccess(server, facts.authority(), token::sign));
  }

  private List<Resource> resources(EksFacts facts) {
    EksDeclaration declaration =
        new EksDeclaration(context, clients, blueprint, names, arns, facts, filled(facts));
    if (facts.known()) {
      awsAuth = AwsAuth.reach(context, () -> kubernetes(facts)).orElse(null);
    }
    return declaration.resources(awsAuth);
  }

  private Template filled(EksFacts facts) {
    return template(context)
        .with(
            Map.of(
                "partition", arns.partition(),
                "region", arns.region(),
                "accountId", arns.account(),
                "dnsSuffix", clients.dnsSuffix(),
                "vpcId", facts.vpcId(),
                "vpcOwnerAccountId", facts.vpcOwner()));
  }

  @Override
  public void close() {
    if (awsAuth != null) {
      awsAuth.close();
    }
    clients.close();
  }
}
