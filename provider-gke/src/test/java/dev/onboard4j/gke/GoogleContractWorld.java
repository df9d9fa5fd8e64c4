package dev.onboard4j.gke;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.cloud.Fault;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.Place;
import dev.onboard4j.testkit.contract.Refusal;
import dev.onboard4j.testkit.contract.StateDifference;
import dev.onboard4j.testkit.contract.WorldEdit;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import java.util.stream.IntStream;

/** A {@link GoogleWorld}, and what other tools do there. */
record GoogleContractWorld(GoogleWorld world, Path secrets) implements ContractWorld {
  static GoogleContractWorld in(Path folder) {
    GoogleWorld world = GoogleWorld.withIam();
    try {
      return new GoogleContractWorld(world, Files.createTempDirectory(folder, "secrets"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Onboarding onboarding() {
    return world.onboarding().secretsDirectory(secrets);
  }

  @Override
  public ClusterRef cluster() {
    return world.cluster();
  }

  @Override
  public List<ClusterRef> neighbours() {
    world.google().cluster(GkeClusterSpec.of(GoogleWorld.PROJECT, "us-east1", "other"));
    return List.of(GkeCluster.of(GoogleWorld.PROJECT, "us-east1", "other"));
  }

  @Override
  public Object state() {
    return world.state();
  }

  @Override
  public Object tree() {
    return world.google().state();
  }

  @Override
  public List<Place> places(StateDifference difference) {
    return GooglePlaces.of(difference);
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.FIXED_FIELDS));
  }

  @Override
  public Faults faults() {
    return world.faults();
  }

  @Override
  public List<RecordedCall> calls() {
    return world.calls();
  }

  /** Preflight reads are optional: without their answer a permission is unknown. */
  @Override
  public Set<String> optionalReads() {
    return Set.of(
        "iam.serviceAccounts.testIamPermissions",
        "orgpolicy.policy.get",
        "resourcemanager.projects.testIamPermissions");
  }

  @Override
  public Map<String, Runnable> readFailures() {
    Map<String, Runnable> all = new LinkedHashMap<>();
    for (String api : List.of("cloudresourcemanager", "container", "iam")) {
      String service = api + ".googleapis.com";
      all.put(
          service + " disabled for the caller's project",
          () -> world.google().refuseInCallersProject(service, 10_000));
    }
    return all;
  }

  @Override
  public Map<String, UnaryOperator<Onboarding>> settings() {
    Map<String, UnaryOperator<Onboarding>> values = new LinkedHashMap<>();
    values.put("default", o -> o);
    values.put("node account 111", o -> o.set("gke.node-account-ids", "111"));
    values.put("node account 222", o -> o.set("gke.node-account-ids", "222"));
    values.put("40 node accounts", o -> o.set("gke.node-account-ids", ids(40)));
    values.put("access=key", o -> o.set("gke.access", "key"));
    values.put("access=workload-identity", o -> o.set("gke.access", "workload-identity"));
    values.put("role=cluster", o -> o.set("gke.role", "cluster"));
    values.put("role-id", o -> o.set("gke.role-id", "another.role"));
    values.put("features", o -> o.set("gke.features", "load-balancers-target-backend-pools"));
    values.put(
        "principal",
        o -> o.set("platform.principal", "cast-gke-9f@prod-cast-identity.iam.gserviceaccount.com"));
    values.put("blueprint=2023", o -> o.blueprint("castai/2023"));
    return values;
  }

  private static String ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.valueOf(1000 + i))
        .collect(Collectors.joining(","));
  }

  /** All bindings and the number of keys. */
  @Override
  public Object access() {
    Map<?, ?> project = (Map<?, ?>) world.google().state().get(GoogleWorld.PROJECT);
    Map<String, Object> access = new TreeMap<>();
    access.put("project", project.get("policy"));
    Map<?, ?> account =
        (Map<?, ?>) ((Map<?, ?>) project.get("serviceAccounts")).get(GoogleEdits.EMAIL);
    access.put("account", account == null ? "[]" : account.get("policy").toString());
    access.put("keys", world.keys().size());
    return access;
  }

  @Override
  public List<WorldEdit> lostMarks() {
    return new GoogleEdits(world).lostMarks();
  }

  @Override
  public List<WorldEdit> foreignObjects() {
    return new GoogleEdits(world).foreignObjects();
  }

  @Override
  public List<WorldEdit> widenedAccess() {
    return new GoogleEdits(world).widenedAccess();
  }

  /** Without another blueprint: a shared role has one set of permissions. */
  @Override
  public Map<String, UnaryOperator<Onboarding>> settingsOfNeighbours() {
    Map<String, UnaryOperator<Onboarding>> values = new LinkedHashMap<>(settings());
    values.remove("blueprint=2023");
    return values;
  }

  @Override
  public List<WorldEdit> users() {
    return new GoogleEdits(world).users();
  }

  @Override
  public List<Refusal> refusals() {
    return new GoogleRefusals(world).all();
  }

  @Override
  public Onboarding holding(OnboardingPlan printed) {
    String document = String.valueOf(printed.permissionDocuments());
    for (String permission : everyPermission()) {
      if (!Pattern.compile(Pattern.quote(permission) + "(?![A-Za-z])").matcher(document).find()) {
        faults().always(permission, Fault.of(Fault.Kind.DENY));
      }
    }
    return onboarding();
  }

  /** The permissions of a whole life, except for those that ask about permissions. */
  private Set<String> everyPermission() {
    try (GoogleContractWorld other = in(secrets)) {
      other.onboarding().plan(other.cluster()).apply();
      other.onboarding().drift(other.cluster());
      other.onboarding().planRemoval(other.cluster()).apply();
      return other.calls().stream()
          .map(RecordedCall::name)
          .filter(name -> !name.endsWith("testIamPermissions"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Override
  public void close() {
    world.close();
  }
}
