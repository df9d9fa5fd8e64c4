package dev.onboard4j.testkit.azure;

import dev.onboard4j.testkit.cloud.EmbeddedCloud;
import dev.onboard4j.testkit.cloud.Traffic;
import dev.onboard4j.testkit.cloud.Wire;
import dev.onboard4j.testkit.cloud.WireReply;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * An Azure on a loopback port: Resource Manager, Microsoft Graph and the token endpoint as far as
 * onboarding uses them, over the real wire protocols and with the real errors. Thread-safe.
 *
 * <p>It holds one tenant. The path tells the three services apart. Any bearer token that it did not
 * issue itself is the administrator's, who may do everything until a test takes it away. Links in
 * replies begin with the address of the request, or with what its headers {@code X-Forwarded-Host}
 * and {@code X-Forwarded-Proto} say.
 *
 * <pre>{@code
 * try (EmbeddedAzure azure = EmbeddedAzure.start()) {
 *   azure.cluster(AksClusterSpec.of(EmbeddedAzure.SUBSCRIPTION, "production", "prod"));
 *   onboarding.set(azure.settings());
 * }
 * }</pre>
 */
public final class EmbeddedAzure extends EmbeddedCloud {
  /** The tenant. */
  public static final String TENANT = "aaaabbbb-0000-4ccc-8111-dddd2222eeee";

  /** A subscription of the tenant, which is there at first. */
  public static final String SUBSCRIPTION = "11111111-2222-4333-8444-555555555555";

  /** The object id of the administrator, who sends the requests of tests. */
  public static final String CALLER = "a0000000-0000-4000-8000-000000000001";

  /** The client id of an application that is the administrator. */
  public static final String CLIENT_ID = "c1c1c1c1-0000-4000-8000-000000000001";

  /** The client secret of {@link #CLIENT_ID}. */
  public static final String CLIENT_SECRET = "local~embedded-azure";

  private final AzureWorld world;
  private final Graph graph;
  private final AzureFront front;
  private final Wire wire;

  private EmbeddedAzure(int port, Traffic traffic, Clock clock) {
    super(List.of("arm", "graph", "login"), traffic);
    world = new AzureWorld(clock);
    world.subscriptions().state(SUBSCRIPTION, "Enabled");
    graph = new Graph(world);
    front = new AzureFront(world, graph, traffic);
    wire = new Wire(port, front::answer);
  }

  /** Starts one on a free port that answers without delay. */
  public static EmbeddedAzure start() {
    return start(0, Duration.ZERO);
  }

  /** Starts one on that port (0 for a free one) that delays every reply. */
  public static EmbeddedAzure start(int port, Duration latency) {
    return new EmbeddedAzure(port, new Traffic(latency), Clock.systemUTC());
  }

  /** Starts one on a free port; the clock decides when secrets, tokens and deletions expire. */
  public static EmbeddedAzure start(Clock clock) {
    return new EmbeddedAzure(0, new Traffic(Duration.ZERO), clock);
  }

  private EmbeddedAzure changed(Consumer<AzureWorld> change) {
    synchronized (world) {
      change.accept(world);
    }
    return this;
  }

  /** Puts an AKS cluster there, with its resource groups. */
  public EmbeddedAzure cluster(AksClusterSpec spec) {
    return changed(w -> w.clusters().add(spec));
  }

  /** Takes a cluster away with its node resource group, as its owner does; all else stays. */
  public EmbeddedAzure removeCluster(String subscription, String group, String name) {
    return changed(w -> w.clusters().remove(subscription, group, name));
  }

  /** Sets how often a long-running operation is still running when it is polled; once at first. */
  public EmbeddedAzure polls(int times) {
    return changed(w -> w.clusters().operations().polls(times));
  }

  /** Lets the next long-running operation fail with that error when it ends. */
  public EmbeddedAzure failNextOperation(String code, String message) {
    return changed(w -> w.clusters().operations().failNext(code, message));
  }

  /** Adds a resource group, and its subscription. */
  public EmbeddedAzure group(String subscription, String name) {
    return changed(w -> w.subscriptions().group(subscription, name, "westeurope", ""));
  }

  /** Takes a resource group away with all that lies in it, role assignments included. */
  public EmbeddedAzure removeGroup(String subscription, String name) {
    return changed(w -> w.removeGroup(AzureId.ofGroup(subscription, name)));
  }

  /** Sets the state of a subscription, which it adds: {@code Enabled}, {@code Disabled} ... */
  public EmbeddedAzure subscription(String id, String state) {
    return changed(w -> w.subscriptions().state(id, state));
  }

  /** Adds a subscription of another tenant. */
  public EmbeddedAzure foreignSubscription(String id, String tenant) {
    return changed(w -> w.subscriptions().tenant(id, tenant));
  }

  /** Takes the registration of a resource provider from a subscription. */
  public EmbeddedAzure unregister(String subscription, String namespace) {
    return changed(w -> w.subscriptions().unregister(subscription, namespace));
  }

  /** Adds a user of the directory. */
  public EmbeddedAzure user(String id, String name) {
    return changed(w -> w.directory().user(id, name));
  }

  /** Puts a principal into a group of the directory. */
  public EmbeddedAzure member(String group, String principal) {
    return changed(w -> w.directory().member(group, principal));
  }

  /** Locks a scope against deletions. */
  public EmbeddedAzure lock(String scope) {
    return changed(w -> w.subscriptions().lock(scope));
  }

  /** Denies actions at a scope to everyone, as a managed resource group does. */
  public EmbeddedAzure deny(String scope, String name, List<String> actions) {
    return changed(w -> w.rights().deny(scope, name, actions, List.of()));
  }

  /** Takes all of the administrator's roles away, and the limits of {@link #lack} with them. */
  public EmbeddedAzure withoutRoles() {
    return changed(w -> w.rights().none());
  }

  /** Gives the administrator a built-in role at a scope: {@code Contributor}. */
  public EmbeddedAzure role(String scope, String name) {
    return changed(w -> w.rights().grant(scope, AzureRole.named(name).permission()));
  }

  /** Gives the administrator a role with exactly those actions at a scope. */
  public EmbeddedAzure roleOf(String scope, List<String> actions) {
    return changed(
        w -> w.rights().grant(scope, AzureRole.permission(actions, List.of(), List.of())));
  }

  /** Takes an action from the administrator at a scope and below it; {@code /} is everywhere. */
  public EmbeddedAzure lack(String scope, String action) {
    return changed(w -> w.rights().lack(scope, action));
  }

  /** Lets the administrator assign only those roles, by a condition. */
  public EmbeddedAzure assignOnly(List<String> roleIds) {
    return changed(w -> w.rights().assignOnly(roleIds));
  }

  /** Sets what the administrator may do in Microsoft Graph; everything at first. */
  public EmbeddedAzure graph(AzureGraphAccess access) {
    return changed(w -> graph.rights().access(access));
  }

  /** Forbids users without a role to register applications. */
  public EmbeddedAzure withoutRegistration() {
    return changed(w -> graph.rights().withoutRegistration());
  }

  /** Forbids client secrets, by the tenant's app management policy. */
  public EmbeddedAzure withoutSecrets() {
    return changed(w -> graph.policies().forbidSecrets());
  }

  /** Limits the life of client secrets, by the tenant's app management policy. */
  public EmbeddedAzure secretsUpTo(Duration life) {
    return changed(w -> graph.policies().limitSecrets(life));
  }

  /** Lets Azure learn late, from now on: that many reads or requests do not know what is new. */
  public EmbeddedAzure lag(AzureLag lag, int times) {
    return changed(w -> w.lags().set(lag, times));
  }

  /** Sets how many entries a page of a listing has. */
  public EmbeddedAzure pageSize(int entries) {
    return changed(w -> w.pages().size(entries));
  }

  /**
   * Sends a request as somebody else with other tools does; it is not recorded and never fails by a
   * planned fault.
   *
   * @param path the path and the query, encoded; the api-version included
   * @return the body of the reply
   * @throws IllegalArgumentException if it is refused
   */
  public String change(String method, String path, String body) {
    WireReply reply = front.direct(method, URI.create(path), body);
    if (reply.status() >= 400) {
      throw new IllegalArgumentException(method + " " + path + " was refused: " + reply.body());
    }
    return reply.body();
  }

  @Override
  public URI endpoint() {
    return wire.address();
  }

  @Override
  public Map<String, Object> state() {
    synchronized (world) {
      Map<String, Object> state = new TreeMap<>(world.state());
      state.put("deleted", graph.deleted().state());
      return state;
    }
  }

  @Override
  public List<String> clusters() {
    synchronized (world) {
      return world.clusters().uris();
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
