package dev.onboard4j.rbac;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.testkit.contract.Place;
import dev.onboard4j.testkit.contract.StateDifference;
import dev.onboard4j.testkit.contract.WorldEdit;
import dev.onboard4j.testkit.kube.Api;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the objects of a {@link KubeWorld} belong in a plan, and what other tools do to them. */
record KubeEdits(KubeWorld world) {
  private static final Map<String, String> TYPES =
      Map.of(
          "namespaces", "namespace",
          "serviceaccounts", "service-account",
          "roles", "role",
          "rolebindings", "role-binding",
          "clusterroles", "cluster-role",
          "clusterrolebindings", "cluster-role-binding");

  /** The path begins with the address of the list and the name of the object. */
  List<Place> places(StateDifference difference) {
    List<String> path = difference.path();
    String[] object = path.get(0).replace("W", world.name()).split(" ", 2);
    String[] address = object[0].split("/", -1);
    String type = TYPES.get(address[address.length - 1]);
    boolean namespaced = address[address.length - 3].equals("namespaces");
    String name = (namespaced ? address[address.length - 2] + "/" : "") + object[1];
    ResourceId id = ResourceId.of(type, name);
    Place former =
        Place.of(ResourceId.of("former-access", agent()))
            .in("obsolete-objects")
            .item(id.toString()::equals);
    return difference.vanishes()
        ? List.of(place(Place.of(id), path), former)
        : List.of(place(Place.of(id), path));
  }

  private static Place place(Place object, List<String> path) {
    return switch (path.get(1)) {
      case "rules" -> object.in("rules\\..*|extra-rules");
      case "subjects" -> object.in("subjects|extra-subjects");
      case "roleRef" -> object.in("roleRef");
      default -> object;
    };
  }

  private String agent() {
    return world.name() + "-agent";
  }

  private WorldEdit patch(String name, String type, String object, String path, String body) {
    return new WorldEdit(
        name,
        ResourceId.of(type, object),
        () -> done(world.api("admin").patch(Api.MERGE, path, "fieldManager=other", body)));
  }

  private static void done(Api.Answer answer) {
    if (answer.code() >= 300) {
      throw new AssertionError(answer.code() + " " + answer.body());
    }
  }

  private WorldEdit post(String name, ResourceId id, String path, String body) {
    return new WorldEdit(name, id, () -> done(world.api("admin").post(path, "", body)));
  }

  /** Takes each mark off an object of each kind. */
  List<WorldEdit> lostMarks() {
    String inAgent = "/namespaces/" + agent() + "/";
    String rbac = Api.clusterRoles().substring(0, Api.clusterRoles().lastIndexOf('/'));
    Map<ResourceId, String> paths = new LinkedHashMap<>();
    paths.put(ResourceId.of("namespace", agent()), "/api/v1/namespaces/" + agent());
    paths.put(
        ResourceId.of("service-account", agent() + "/" + agent()),
        "/api/v1" + inAgent + "serviceaccounts/" + agent());
    paths.put(ResourceId.of("cluster-role", agent()), Api.clusterRole(agent()));
    paths.put(
        ResourceId.of("cluster-role-binding", agent()), Api.clusterBindings() + "/" + agent());
    paths.put(ResourceId.of("role", agent() + "/" + agent()), rbac + inAgent + "roles/" + agent());
    paths.put(
        ResourceId.of("role-binding", agent() + "/" + agent()),
        rbac + inAgent + "rolebindings/" + agent());
    List<WorldEdit> all = new ArrayList<>();
    paths.forEach(
        (id, path) -> {
          for (String mark : List.of(KubeMarks.CLUSTER, KubeMarks.BLUEPRINT)) {
            String body = "{\"metadata\":{\"annotations\":{\"" + mark + "\":null}}}";
            all.add(patch(mark, id.type(), id.name(), path, body));
          }
        });
    return all;
  }

  List<WorldEdit> foreignObjects() {
    String metadata = "{\"metadata\":{\"name\":\"" + agent() + "\"";
    String marked = ",\"annotations\":{\"" + KubeMarks.CLUSTER + "\":\"plain://here/there/other\"}";
    String rules =
        "},\"rules\":[{\"apiGroups\":[\"x\"],\"resources\":[\"y\"],\"verbs\":[\"get\"]}]}";
    return List.of(
        post(
            "no mark",
            ResourceId.of("cluster-role", agent()),
            Api.clusterRoles(),
            metadata + rules),
        post(
            "another cluster",
            ResourceId.of("cluster-role", agent()),
            Api.clusterRoles(),
            metadata + marked + rules));
  }

  /** Somebody adds a subject to a binding, or a rule to a role. */
  List<WorldEdit> widenedAccess() {
    String subject =
        "{\"subjects\":[{\"kind\":\"User\",\"name\":\"eve\","
            + "\"apiGroup\":\"rbac.authorization.k8s.io\"},{\"kind\":\"ServiceAccount\",\"name\":\""
            + agent()
            + "\",\"namespace\":\""
            + agent()
            + "\"}]}";
    return List.of(
        patch(
            "User eve",
            "cluster-role-binding",
            agent(),
            Api.clusterBindings() + "/" + agent(),
            subject),
        new WorldEdit(
            "secrets",
            ResourceId.of("cluster-role", agent()),
            () -> addRule(Api.clusterRole(agent()))));
  }

  private void addRule(String path) {
    Api admin = world.api("admin");
    var role = admin.get(path).body();
    var rule = role.withArrayProperty("rules").addObject();
    rule.putArray("apiGroups").add("");
    rule.putArray("resources").add("secrets");
    rule.putArray("verbs").add("get");
    done(admin.put(path, "fieldManager=other", role.toString()));
  }

  List<WorldEdit> users() {
    String named = "{\"metadata\":{\"name\":\"theirs\"}}";
    String agentPath = "/api/v1/namespaces/" + agent() + "/";
    return List.of(
        post("theirs", ResourceId.of("namespace", agent()), agentPath + "configmaps", named),
        post("theirs", ResourceId.of("namespace", agent()), agentPath + "serviceaccounts", named),
        patch(
            "helm.sh/chart",
            "cluster-role",
            agent(),
            Api.clusterRole(agent()),
            "{\"metadata\":{\"labels\":{\"helm.sh/chart\":\"agent-1.0\"}}}"));
  }

  /** A binding that names another role is created anew, as the API server keeps the reference. */
  List<WorldEdit> fixedFields() {
    String path = Api.clusterBindings() + "/" + agent();
    return List.of(
        new WorldEdit(
            "the role",
            ResourceId.of("cluster-role-binding", agent()),
            () -> {
              Api admin = world.api("admin");
              var binding = admin.get(path).body();
              done(admin.delete(path));
              binding.withObjectProperty("roleRef").put("name", "view");
              binding.withObjectProperty("metadata").remove(List.of("uid", "resourceVersion"));
              done(admin.post(Api.clusterBindings(), "", binding.toString()));
            }));
  }
}
