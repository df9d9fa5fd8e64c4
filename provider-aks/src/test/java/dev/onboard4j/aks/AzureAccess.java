package dev.onboard4j.aks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What gives access in an {@link AzureWorld}, without ids that differ from run to run. */
final class AzureAccess {
  private static final Pattern RECORDED = Pattern.compile("onboard4j:secret=([-0-9a-f]+)");

  private AzureAccess() {}

  /**
   * The state with the recorded secret only, and without its id, which differs from run to run.
   *
   * <p>A run that ends between the creation of a secret and its delivery leaves a secret behind
   * that no later run can tell from the secret of another tool.
   */
  static String withoutSecretIds(AzureWorld world) {
    String state = world.state().toString();
    Matcher recorded = RECORDED.matcher(state);
    String id = recorded.find() ? recorded.group(1) : "none";
    String kept = state.contains("keyId=" + id) ? "the recorded one" : "none";
    return state
        .replaceAll("passwordCredentials=\\[[^\\]]*]", "passwordCredentials=" + kept)
        .replace(id, "N");
  }

  /** The holders of the role, what it allows, and the ways to log in as them. */
  static Map<String, Object> of(AzureWorld world) {
    Map<String, Object> access = new TreeMap<>();
    Map<?, ?> arm = (Map<?, ?>) world.azure().state().get("arm");
    for (String scope : List.of(AzureWorld.GROUP, AzureWorld.NODES)) {
      for (Tree assignment : world.rest().assignments(scope)) {
        String principal = assignment.text("properties", "principalId");
        access.put(scope, holder(world, arm, principal));
        access.put(scope + " role", permissions(world, assignment));
      }
    }
    return access;
  }

  private static String permissions(AzureWorld world, Tree assignment) {
    String role = assignment.text("properties", "roleDefinitionId");
    return world
        .rest()
        .get(role + "?api-version=2022-04-01")
        .objects("properties", "permissions")
        .toString();
  }

  private static String holder(AzureWorld world, Map<?, ?> arm, String principal) {
    if (String.valueOf(arm.get("userAssignedIdentities")).contains(principal)) {
      return "identity, trusts: " + subjects(world);
    }
    String appId = world.rest().get("/v1.0/servicePrincipals/" + principal).text("appId");
    Tree app = world.rest().get("/v1.0/applications(appId='" + appId + "')");
    return app.text("displayName")
        + ", secrets: "
        + app.objects("passwordCredentials").size()
        + ", trusts: "
        + world
            .rest()
            .get("/v1.0/applications/" + app.text("id") + "/federatedIdentityCredentials")
            .objects("value")
            .stream()
            .map(one -> one.text("subject"))
            .toList();
  }

  private static List<String> subjects(AzureWorld world) {
    return world
        .rest()
        .get(
            AzureWorld.GROUP
                + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/"
                + AzureWorld.IDENTITY
                + "/federatedIdentityCredentials?api-version=2023-01-31")
        .objects("value")
        .stream()
        .map(one -> one.text("properties", "subject"))
        .toList();
  }
}
