package dev.onboard4j.rbac;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.testkit.contract.Place;
import dev.onboard4j.testkit.contract.StateDifference;
import dev.onboard4j.testkit.contract.WorldEdit;
import dev.onboard4j.testkit.kube.Api;
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
    Place place = Place.of(ResourceId.of(type, name));
    return switch (path.get(1)) {
      case "rules" -> List.of(place.in("rules\\..*|extra-rules"));
      case "subjects" -> List.of(place.in("subjects|extra-subjects"));
      case "roleRef" -> List.of(place.in("roleRef"));
      default -> List.of(place);
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
