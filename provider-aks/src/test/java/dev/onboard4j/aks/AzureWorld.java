package dev.onboard4j.aks;

import dev.onboard4j.Onboarding;
import dev.onboard4j.testkit.VirtualTime;
import dev.onboard4j.testkit.azure.AksClusterSpec;
import dev.onboard4j.testkit.azure.EmbeddedAzure;
import dev.onboard4j.testkit.cloud.Faults;
import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.contract.ContractWorld;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An embedded Azure with one cluster, in a tenant that other tools use as well. */
record AzureWorld(EmbeddedAzure azure, Rest rest, AksCluster cluster) implements ContractWorld {
  static final String SUBSCRIPTION = EmbeddedAzure.SUBSCRIPTION;
  static final String CLUSTER_ID = "3b1a9f20-1111-4222-8333-444455556666";
  static final String SUBJECT = "104001234567890123456";
  static final String ROLE = "CastAKSRole-3b1a9f20";
  static final List<String> ROLES = List.of(ROLE, "CASTAKSRole-3b1a9f20");
  static final String APP = "CAST.AI prod-3b1a9f20";
  static final String OTHER_APP = "Platform access";
  static final List<String> APPS = List.of(APP, OTHER_APP);
  static final String IDENTITY = "prod-castai-identity";
  static final String IDENTITY_CREDENTIAL = "castai-prod-production";
  static final AksCluster CLUSTER = AksCluster.of(SUBSCRIPTION, "production", "prod");
  static final String CREDENTIAL = "AzureAccessForCASTAI-" + CLUSTER_ID;
  static final String GROUP = "/subscriptions/" + SUBSCRIPTION + "/resourceGroups/production";
  static final String NODES =
      "/subscriptions/" + SUBSCRIPTION + "/resourceGroups/MC_production_prod_westeurope";

  /** A world whose API server has no address, so that all requests go to Azure. */
  static AzureWorld start() {
    return of(spec().servedBy(URI.create("")));
  }

  static AksClusterSpec spec() {
    return AksClusterSpec.of(SUBSCRIPTION, "production", "prod");
  }

  static AzureWorld of(AksClusterSpec spec) {
    EmbeddedAzure azure = EmbeddedAzure.start().cluster(spec);
    Rest rest = new Rest(azure.endpoint());
    rest.post("/v1.0/applications", Map.of("displayName", "CAST.AI prod-3b1a9f20-copy"));
    rest.post("/v1.0/applications", Map.of("displayName", "billing"));
    azure.forgetCalls();
    return new AzureWorld(azure, rest, CLUSTER);
  }

  @Override
  public Onboarding onboarding() {
    return Onboarding.forProvider("aks")
        .set(azure.settings())
        .set("platform.cluster-id", CLUSTER_ID)
        .set("platform.principal", SUBJECT)
        .time(new VirtualTime());
  }

  /**
   * The state without deleted objects, which the directory keeps for thirty days, and without the
   * order of tags.
   */
  @Override
  public Object state() {
    Map<String, Object> state = new TreeMap<>(azure.state());
    state.remove("deleted");
    Map<String, Object> graph = new TreeMap<>();
    ((Map<?, ?>) state.get("graph")).forEach((key, value) -> graph.put(String.valueOf(key), value));
    graph.remove("owners");
    Map<String, Object> applications = new TreeMap<>();
    ((Map<?, ?>) graph.get("applications"))
        .forEach((id, one) -> applications.put(String.valueOf(id), sorted((Map<?, ?>) one)));
    graph.put("applications", applications);
    state.put("graph", graph);
    return state;
  }

  private static Map<String, Object> sorted(Map<?, ?> application) {
    Map<String, Object> sorted = new TreeMap<>();
    application.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    sorted.computeIfPresent(
        "tags", (key, tags) -> ((List<?>) tags).stream().map(String::valueOf).sorted().toList());
    return sorted;
  }

  /** Graph has one permission for many operations; Resource Manager's calls are its actions. */
  @Override
  public String permission(String call) {
    if (call.startsWith("graph:")) {
      return call.matches("graph:(list|get) .*") ? GraphRequests.READ : GraphRequests.WRITE;
    }
    return call.replaceFirst("^arm:", "");
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.FAULTS, Capability.RECORDED_CALLS);
  }

  @Override
  public Faults faults() {
    return azure.faults();
  }

  @Override
  public List<RecordedCall> calls() {
    return azure.calls().stream()
        .map(
            call ->
                new RecordedCall(
                    call.at(),
                    call.service(),
                    call.action(),
                    call.resource(),
                    call.resource() + call.arguments(),
                    call.status(),
                    call.effect()))
        .toList();
  }

  @Override
  public void close() {
    azure.close();
  }
}
