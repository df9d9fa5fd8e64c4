package dev.onboard4j.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onboard4j.Onboarding;
import dev.onboard4j.kubernetes.KubeJson;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.plan.OnboardingPlan;
import dev.onboard4j.testkit.contract.ContractWorld;
import dev.onboard4j.testkit.contract.Place;
import dev.onboard4j.testkit.contract.StateDifference;
import dev.onboard4j.testkit.contract.WorldEdit;
import dev.onboard4j.testkit.kube.Api;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A separate part of a cluster, in which all names have one prefix. */
abstract class KubeWorld implements ContractWorld {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";

  private final Path folder;
  private final String name = "w" + COUNT.incrementAndGet();

  KubeWorld(Path folder) {
    this.folder = folder;
  }

  abstract Path kubeconfig(String user);

  Api api(String user) {
    return Api.by(kubeconfig(user));
  }

  String name() {
    return name;
  }

  Path folder() {
    return folder;
  }

  @Override
  public Onboarding onboarding() {
    return as("admin");
  }

  Onboarding as(String user) {
    return Onboarding.forProvider("plain")
        .blueprint(TestBlueprint.first(folder, name))
        .set("kubernetes.kubeconfig", kubeconfig(user).toString());
  }

  @Override
  public ClusterRef cluster() {
    return onboarding().cluster(URI.create("plain://here/there/" + name));
  }

  @Override
  public Object state() {
    Map<String, String> state = new TreeMap<>();
    Api api = api("admin");
    String in = "namespaces/" + name + "-agent/";
    for (String path :
        List.of(
            "/api/v1/namespaces",
            RBAC + "clusterroles",
            RBAC + "clusterrolebindings",
            "/api/v1/" + in + "serviceaccounts",
            RBAC + in + "roles",
            RBAC + in + "rolebindings")) {
      for (JsonNode item : api.get(path).body().path("items")) {
        if (item.path("metadata").path("name").asText().startsWith(name + "-")) {
          String key = path + " " + item.path("metadata").path("name").asText();
          state.put(key.replace(name, "W"), plain(item).toString().replace(name, "W"));
        }
      }
    }
    return state;
  }

  @Override
  public Object tree() {
    Map<String, Object> tree = new TreeMap<>();
    ((Map<?, ?>) state())
        .forEach(
            (key, text) -> tree.put(String.valueOf(key), KubeJson.parse(String.valueOf(text))));
    return tree;
  }

  @Override
  public List<Place> places(StateDifference difference) {
    return new KubeEdits(this).places(difference);
  }

  @Override
  public Map<String, UnaryOperator<Onboarding>> settings() {
    Map<String, UnaryOperator<Onboarding>> values = new LinkedHashMap<>();
    values.put("default", o -> o);
    // The second value makes an apply write after an apply with the first one.
    values.put("components=agent", o -> o.set("kubernetes.components", name + "-agent"));
    values.put("components=controller", o -> o.set("kubernetes.components", name + "-controller"));
    values.put("an earlier blueprint", o -> o.blueprint(TestBlueprint.earlier(folder, name)));
    values.put("extras=remove", o -> o.set("kubernetes.extras", "remove"));
    return values;
  }

  /** The rules and the bindings. */
  @Override
  public Object access() {
    Map<String, Object> access = new TreeMap<>();
    ((Map<?, ?>) tree())
        .forEach(
            (name, object) -> {
              Map<String, Object> fields = KubeJson.map(object);
              fields.keySet().retainAll(List.of("rules", "subjects", "roleRef"));
              access.put(String.valueOf(name), fields);
            });
    access.values().removeIf(fields -> KubeJson.map(fields).isEmpty());
    return access;
  }

  /** The reviews answer what the caller may do. */
  @Override
  public Set<String> optionalReads() {
    return Set.of(
        "kubernetes:create selfsubjectaccessreviews.authorization.k8s.io",
        "kubernetes:create selfsubjectrulesreviews.authorization.k8s.io");
  }

  @Override
  public List<WorldEdit> lostMarks() {
    return new KubeEdits(this).lostMarks();
  }

  @Override
  public List<WorldEdit> foreignObjects() {
    return new KubeEdits(this).foreignObjects();
  }

  @Override
  public List<WorldEdit> widenedAccess() {
    return new KubeEdits(this).widenedAccess();
  }

  @Override
  public List<WorldEdit> users() {
    return new KubeEdits(this).users();
  }

  @Override
  public List<WorldEdit> fixedFields() {
    return new KubeEdits(this).fixedFields();
  }

  @Override
  public Onboarding holding(OnboardingPlan printed) {
    return new KubeCaller(this).holding(printed);
  }

  /** What any world of Kubernetes can do. */
  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(
        Capability.STATE_TREE,
        Capability.SETTINGS,
        Capability.LOST_MARKS,
        Capability.WIDENED_ACCESS,
        Capability.FOREIGN_OBJECTS,
        Capability.USERS,
        Capability.FIXED_FIELDS,
        Capability.CALLERS);
  }

  /** Removes the values that differ between runs and between worlds. */
  private static JsonNode plain(JsonNode item) {
    ObjectNode copy = item.deepCopy();
    ObjectNode metadata = (ObjectNode) copy.path("metadata");
    metadata.remove(List.of("uid", "resourceVersion", "creationTimestamp"));
    metadata.path("managedFields").forEach(field -> ((ObjectNode) field).remove("time"));
    return copy;
  }
}
