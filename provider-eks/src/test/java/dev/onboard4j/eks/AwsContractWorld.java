package dev.onboard4j.eks;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.aws.EksClusterSpec;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.Place;
import dev.onboard4j.testkit.contract.Refusal;
import dev.onboard4j.testkit.contract.StateDifference;
import dev.onboard4j.testkit.contract.WorldEdit;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An embedded AWS with one cluster, and what other tools do there. */
record AwsContractWorld(EmbeddedWorld world) implements ContractWorld {
  /** With an IPv6 cluster, which takes all that an IPv4 one does and a policy of its own. */
  static AwsContractWorld start() {
    return new AwsContractWorld(EmbeddedWorld.of(EksClusterSpec.of("eu-west-1", "prod").ipv6()));
  }

  @Override
  public Onboarding onboarding() {
    return world.onboarding();
  }

  @Override
  public ClusterRef cluster() {
    return world.cluster();
  }

  @Override
  public List<ClusterRef> neighbours() {
    world.aws().cluster(EksClusterSpec.of("eu-west-1", "other"));
    return List.of(EksCluster.of(world.cluster().account(), "eu-west-1", "other"));
  }

  @Override
  public Object state() {
    return world.state();
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.FAULTS,
        Capability.RECORDED_CALLS,
        Capability.STATE_TREE,
        Capability.SETTINGS,
        Capability.LOST_MARKS,
        Capability.FOREIGN_OBJECTS,
        Capability.USERS,
        Capability.WIDENED_ACCESS,
        Capability.NEIGHBOURS,
        Capability.REFUSALS,
        Capability.CALLERS);
  }

  @Override
  public Faults faults() {
    return world.faults();
  }

  @Override
  public List<RecordedCall> calls() {
    return world.calls();
  }

  @Override
  public List<Place> places(StateDifference difference) {
    return AwsPlaces.of(difference);
  }

  @Override
  public Map<String, UnaryOperator<Onboarding>> settings() {
    return AwsSettingsValues.all();
  }

  /** Trusts, attached and inline policies, rules and entries, without tags and unused policies. */
  @Override
  public Object access() {
    Map<String, Object> access = new TreeMap<>();
    world
        .aws()
        .state()
        .values()
        .forEach(
            service ->
                ((Map<?, ?>) service)
                    .forEach((name, object) -> gives(String.valueOf(name), object, access)));
    return access;
  }

  private static void gives(String name, Object object, Map<String, Object> access) {
    if (!name.startsWith("policy ")) {
      Map<?, ?> fields = (Map<?, ?>) object;
      for (String field : List.of("trust", "attached", "documents", "ingress", "egress", "type")) {
        if (fields.containsKey(field)) {
          access.put(name + " " + field, String.valueOf(fields.get(field)));
        }
      }
    }
  }

  @Override
  public List<WorldEdit> lostMarks() {
    return new AwsEdits(world.aws()).lostMarks();
  }

  @Override
  public List<WorldEdit> foreignObjects() {
    return new AwsEdits(world.aws()).foreignObjects();
  }

  @Override
  public List<WorldEdit> widenedAccess() {
    return new AwsEdits(world.aws()).widenedAccess();
  }

  /** Without another blueprint: a shared policy has one document. */
  @Override
  public Map<String, UnaryOperator<Onboarding>> settingsOfNeighbours() {
    Map<String, UnaryOperator<Onboarding>> values = new LinkedHashMap<>(settings());
    values.remove("blueprint=2023");
    return values;
  }

  @Override
  public List<WorldEdit> users() {
    return new AwsEdits(world.aws()).users();
  }

  /** Denials of one write each; they are told in the words of AWS. */
  @Override
  public List<Refusal> refusals() {
    return Stream.of(
            "iam:PutRolePolicy",
            "iam:CreateInstanceProfile",
            "iam:AddRoleToInstanceProfile",
            "ec2:CreateSecurityGroup",
            "eks:CreateAccessEntry")
        .map(
            action ->
                Refusal.of(
                    "denied " + action,
                    () -> faults().always(action, Fault.of(Fault.Kind.DENY)),
                    "is not authorized to perform: " + action))
        .toList();
  }

  /** Everybody may call {@code sts:GetCallerIdentity} (IAM user guide). */
  @Override
  public Onboarding holding(OnboardingPlan printed) {
    String document = String.valueOf(printed.permissionDocuments());
    Set<String> needed = everyAction();
    needed.remove("sts:GetCallerIdentity");
    for (String action : needed) {
      if (!Pattern.compile(Pattern.quote(action) + "(?![A-Za-z])").matcher(document).find()) {
        faults().always(action, Fault.of(Fault.Kind.DENY));
      }
    }
    return onboarding();
  }

  /** The actions of a whole life. */
  private static Set<String> everyAction() {
    try (AwsContractWorld other = start()) {
      other.onboarding().plan(other.cluster()).apply();
      other.onboarding().drift(other.cluster());
      other.onboarding().planRemoval(other.cluster()).apply();
      return other.calls().stream()
          .map(RecordedCall::name)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Override
  public void close() {
    world.close();
  }
}
