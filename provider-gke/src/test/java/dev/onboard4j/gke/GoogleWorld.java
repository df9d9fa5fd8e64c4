package dev.onboard4j.gke;

import com.google.iam.v1.Binding;
import com.google.type.Expr;
import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.google.EmbeddedGoogle;
import dev.onboard4j.testkit.google.GkeClusterSpec;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An embedded Google Cloud with one cluster, in a project that other tools use as well. */
record GoogleWorld(EmbeddedGoogle google, GkeCluster cluster) implements ContractWorld {
  static final String PROJECT = "my-project";
  static final String EMAIL = "castai-gke-fa2b1573@my-project.iam.gserviceaccount.com";
  static final String PLATFORM = "cast-gke-1a2b@prod-cast-identity.iam.gserviceaccount.com";

  static GoogleWorld start() {
    return of(GkeClusterSpec.of(PROJECT, "europe-west4", "prod"));
  }

  /** A world whose disabled API is not IAM, so that a plan can always be made. */
  static GoogleWorld withIam() {
    GoogleWorld world = start();
    world.google().enable(PROJECT, "iam.googleapis.com");
    world.google().disable(PROJECT, "compute.googleapis.com");
    return world;
  }

  /** A world whose cluster has its API server at that address. */
  static GoogleWorld servedBy(URI server) {
    return of(GkeClusterSpec.of(PROJECT, "europe-west4", "prod").servedBy(server));
  }

  private static GoogleWorld of(GkeClusterSpec spec) {
    EmbeddedGoogle google = EmbeddedGoogle.start().cluster(spec);
    google.bind(PROJECT, binding("roles/owner", "user:owner@example.com"));
    google.bind(
        PROJECT,
        binding("roles/viewer", "group:team@example.com").toBuilder()
            .setCondition(Expr.newBuilder().setTitle("office").setExpression("request.time > 0"))
            .build());
    return new GoogleWorld(google, GkeCluster.of(PROJECT, "europe-west4", "prod"));
  }

  /** The user-managed keys of the account of the cluster, by id. */
  Map<String, Object> keys() {
    Object accounts = part(google.state().get(PROJECT), "serviceAccounts");
    Object account = part(accounts, "castai-gke-f6c433ac@my-project.iam.gserviceaccount.com");
    Map<String, Object> keys = new TreeMap<>();
    if (account != null && part(account, "keys") instanceof Map<?, ?> found) {
      found.forEach((id, key) -> keys.put(String.valueOf(id), key));
    }
    return keys;
  }

  private static Object part(Object tree, String key) {
    return tree instanceof Map<?, ?> map ? map.get(key) : null;
  }

  static Binding binding(String role, String member) {
    return Binding.newBuilder().setRole(role).addMembers(member).build();
  }

  @Override
  public Onboarding onboarding() {
    return Onboarding.forProvider("gke")
        .set(google.settings())
        .set("platform.principal", PLATFORM)
        .time(new VirtualTime());
  }

  /** The state without enabled APIs, which removal leaves enabled. */
  @Override
  public Object state() {
    Map<String, Object> state = new TreeMap<>(google.state());
    state.replaceAll(
        (project, tree) -> {
          Map<String, Object> rest = new TreeMap<>();
          ((Map<?, ?>) tree).forEach((key, value) -> rest.put(String.valueOf(key), value));
          rest.remove("enabled");
          return rest;
        });
    return state;
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.FAULTS, Capability.RECORDED_CALLS);
  }

  @Override
  public Faults faults() {
    return google.faults();
  }

  @Override
  public List<RecordedCall> calls() {
    return google.calls();
  }

  @Override
  public void close() {
    google.close();
  }
}
