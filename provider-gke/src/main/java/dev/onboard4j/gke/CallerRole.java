package dev.onboard4j.gke;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.RequiredPermission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The custom role that a caller requires, as {@code gcloud iam roles create --file} reads it. */
final class CallerRole {
  private CallerRole() {}

  static Map<String, Object> of(List<RequiredPermission> required, ClusterRef cluster) {
    TreeSet<String> permissions = new TreeSet<>();
    required.forEach(permission -> permissions.add(permission.permission()));
    Map<String, Object> role = new LinkedHashMap<>();
    role.put("title", "Onboarding of one GKE cluster");
    role.put(
        "description",
        "For "
            + cluster.uri()
            + (permissions.contains("resourcemanager.projects.setIamPolicy")
                ? ". Warning: setIamPolicy can grant any role in the project to any principal."
                : "."));
    role.put("stage", "GA");
    role.put("includedPermissions", List.copyOf(permissions));
    return role;
  }
}
