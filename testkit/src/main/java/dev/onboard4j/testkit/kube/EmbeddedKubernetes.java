package dev.onboard4j.testkit.kube;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onboard4j.testkit.cloud.EmbeddedCloud;
import dev.onboard4j.testkit.cloud.Traffic;
import dev.onboard4j.testkit.cloud.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Kubernetes API server on a loopback port that serves namespaces, service accounts, config maps
 * and RBAC objects.
 *
 * <p>It has the RBAC authorizer, the escalation check, server-side apply, managed fields, dry runs,
 * SelfSubjectAccessReview, SelfSubjectRulesReview and TokenRequest. It serves plain HTTP. A bearer
 * token names a user ({@link #token}); a request without one is the administrator's. It has no
 * watches, no other kinds, and one controller only, which puts {@code default} and {@code
 * kube-root-ca.crt} into a new namespace. Thread-safe.
 *
 * <pre>{@code
 * try (EmbeddedKubernetes cluster = EmbeddedKubernetes.start()) {
 *   onboarding.set("kubernetes.kubeconfig", cluster.kubeconfig("admin").toString());
 * }
 * }</pre>
 */
public final class EmbeddedKubernetes extends EmbeddedCloud {
  /** A user of group system:masters. */
  public static final String ADMIN = "admin";

  private static final String REVIEWS = "selfsubjectaccessreviews,selfsubjectrulesreviews";
  private static final List<String> DISCOVERY =
      List.of(
          "/api",
          "/api/*",
          "/apis",
          "/apis/*",
          "/healthz",
          "/livez",
          "/openapi",
          "/openapi/*",
          "/readyz",
          "/version",
          "/version/");

  private final KubeFront front;
  private final Wire wire;
  private final Path folder;
  private volatile String name = "kubernetes";

  private EmbeddedKubernetes(int port, Traffic traffic) {
    super(List.of(), traffic);
    front = new KubeFront(new KubeObjects(), traffic, Clock.systemUTC());
    bootstrap();
    wire = new Wire(port, front::answer);
    try {
      folder = Files.createTempDirectory("embedded-kubernetes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts an API server on a free port that answers without delay. */
  public static EmbeddedKubernetes start() {
    return start(0, Duration.ZERO);
  }

  /** Starts an API server on that port (0: a free one) that delays every reply. */
  public static EmbeddedKubernetes start(int port, Duration latency) {
    return new EmbeddedKubernetes(port, new Traffic(latency));
  }

  /** Creates what every API server has (documentation, "Default roles and role bindings"). */
  private void bootstrap() {
    for (String namespace : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
      front.seed(KubeResource.NAMESPACES, object(namespace));
    }
    ObjectNode admin = role("cluster-admin");
    rule(admin, "*", "*", "*");
    paths(admin, List.of("*"), "*");
    bind(admin, "system:masters");
    ObjectNode basic = role("system:basic-user");
    rule(basic, "authorization.k8s.io", REVIEWS, "create");
    bind(basic, "system:authenticated");
    ObjectNode discovery = role("system:discovery");
    paths(discovery, DISCOVERY, "get");
    bind(discovery, "system:authenticated");
  }

  private static ObjectNode object(String name) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putObject("metadata").put("name", name);
    return object;
  }

  private static ObjectNode role(String name) {
    ObjectNode role = object(name);
    ObjectNode metadata = role.withObjectProperty("metadata");
    metadata.putObject("labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
    metadata.putObject("annotations").put("rbac.authorization.kubernetes.io/autoupdate", "true");
    return role;
  }

  private static void rule(ObjectNode role, String group, String resources, String verb) {
    ObjectNode rule = role.withArrayProperty("rules").addObject();
    rule.putArray("apiGroups").add(group);
    ArrayNode all = rule.putArray("resources");
    List.of(resources.split(",", -1)).forEach(all::add);
    rule.putArray("verbs").add(verb);
  }

  private static void paths(ObjectNode role, List<String> paths, String verb) {
    ObjectNode rule = role.withArrayProperty("rules").addObject();
    ArrayNode urls = rule.putArray("nonResourceURLs");
    paths.forEach(urls::add);
    rule.putArray("verbs").add(verb);
  }

  private void bind(ObjectNode role, String group) {
    front.seed(KubeResource.CLUSTER_ROLES, role);
    String name = role.path("metadata").path("name").asText();
    ObjectNode binding = role(name);
    binding.putObject("roleRef").put("kind", "ClusterRole").put("name", name);
    binding.putArray("subjects").addObject().put("kind", "Group").put("name", group);
    front.seed(KubeResource.CLUSTER_ROLE_BINDINGS, binding);
  }

  /** The token of the user of that name: {@link #ADMIN} or any other name. */
  public String token(String user) {
    return KubeFront.token(user);
  }

  /** A kubeconfig file of that user. */
  public synchronized Path kubeconfig(String user) {
    Path file = folder.resolve(user + ".kubeconfig");
    if (!Files.exists(file)) {
      Kubeconfigs.write(file, "embedded", endpoint().toString(), token(user));
    }
    return file;
  }

  /** Sets the name under which {@link #state} shows this cluster, and returns this cluster. */
  public EmbeddedKubernetes named(String cluster) {
    name = "kubernetes of " + cluster;
    return this;
  }

  @Override
  public URI endpoint() {
    return wire.address();
  }

  @Override
  public Map<String, String> settings() {
    return new TreeMap<>(Map.of("kubernetes.kubeconfig", kubeconfig(ADMIN).toString()));
  }

  @Override
  public List<String> clusters() {
    return List.of();
  }

  @Override
  public Map<String, Object> state() {
    return new TreeMap<>(Map.of(name, front.state()));
  }

  @Override
  public void close() {
    wire.close();
    try (var files = Files.list(folder)) {
      files.forEach(file -> file.toFile().delete());
    } catch (IOException left) {
      // A temporary folder that is left over does not fail a test.
    }
    folder.toFile().delete();
  }
}
