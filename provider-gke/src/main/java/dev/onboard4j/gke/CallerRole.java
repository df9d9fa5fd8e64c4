package dev.onboard4j.gke;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.RequiredPermission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The custom role a caller needs, in the form {@code gcloud iam roles create --file} takes. */
final class CallerRole {
  private CallerRole() {}

  static Map<String, Object> of(List<RequiredPermission> needs, ClusterRef cluster) {
    TreeSet<String> permissions = new TreeSet<>();
    needs.forEach(need -> permissions.add(need.permission()));
    Map<String, Object> role = new LinkedHashMap<>();
    role.put("title", "Onboarding of one GKE cluster");
    role.put(
        "description",
        "For "
            + cluster.uri()
            + (permissions.contains("resourcemanager.projects.setIamPolicy")
                ? ". Beware: setIamPolicy lets its holder grant anybody anything in the project."
                : "."));
    role.put("stage", "GA");
    role.put("includedPermissions", List.copyOf(permissions));
    return role;
  }
}
