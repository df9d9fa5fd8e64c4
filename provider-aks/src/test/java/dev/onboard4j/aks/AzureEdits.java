package dev.onboard4j.aks;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.testkit.contract.WorldEdit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What other tools do to the objects of the cluster. */
record AzureEdits(AzureWorld world, String way) {
  private static final String CLUSTER_MARK = "onboard4j:cluster";
  private static final String MARK = "onboard4j:blueprint";
  private static final String OTHER = "onboard4j:cluster=aks://x/y/z";
  private static final String THEIRS = "0f0f0f0f-1111-4222-8333-444455556666";
  private static final String AUTHORIZATION = "/providers/Microsoft.Authorization/";
  private static final String ARM = "?api-version=2022-04-01";
  private static final String IDENTITY =
      AzureWorld.GROUP
          + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/"
          + AzureWorld.IDENTITY;
  private static final String IDENTITIES = "?api-version=2023-01-31";
  private static final ResourceId THE_ROLE = ResourceId.of("role-definition", AzureWorld.ROLE);
  private static final ResourceId THE_APP = ResourceId.of("application", AzureWorld.APP);
  private static final ResourceId THE_IDENTITY =
      ResourceId.of("managed-identity", AzureWorld.IDENTITY);
  private static final ResourceId THE_ASSIGNMENT =
      ResourceId.of("role-assignment", AzureWorld.GROUP.substring("/subscriptions/".length()));

  private Tree send(String method, String path, Map<String, Object> body) {
    String content = body.isEmpty() ? "" : new String(Tree.bytes(body), StandardCharsets.UTF_8);
    String reply = world.azure().change(method, path, content);
    try {
      return Tree.parse(reply.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean byIdentity() {
    return way.equals(AksSettings.MANAGED_IDENTITY);
  }

  private static String assignment() {
    String guid =
        NameBasedGuid.of(
            "role-assignment",
            AzureWorld.CLUSTER.uri().toString(),
            AzureWorld.ROLE.toLowerCase(Locale.ROOT),
            AzureWorld.GROUP.toLowerCase(Locale.ROOT));
    return AzureWorld.GROUP + AUTHORIZATION + "roleAssignments/" + guid + ARM;
  }

  private static String role(String guid) {
    return AzureWorld.GROUP + AUTHORIZATION + "roleDefinitions/" + guid + ARM;
  }

  private static String ourRole() {
    return NameBasedGuid.of("role-definition", AzureWorld.ROLE.toLowerCase(Locale.ROOT));
  }

  private Tree application() {
    return send(
            "GET",
            "/v1.0/applications?$filter="
                + AksClients.encoded("displayName eq '" + AzureWorld.APP + "'"),
            Map.of())
        .objects("value")
        .get(0);
  }

  private Tree principal() {
    return send(
        "GET", "/v1.0/servicePrincipals(appId='" + application().text("appId") + "')", Map.of());
  }

  /** Without the mark of the cluster, an object counts as that of another tool. */
  List<WorldEdit> lostMarks() {
    List<WorldEdit> all = new ArrayList<>();
    all.add(new WorldEdit(MARK, THE_ROLE, () -> unmark(role(ourRole()))));
    all.add(new WorldEdit(MARK, THE_ASSIGNMENT, () -> unmark(assignment())));
    all.add(
        byIdentity()
            ? new WorldEdit(MARK, THE_IDENTITY, this::unmarkIdentity)
            : new WorldEdit(MARK, THE_APP, this::unmarkApplication));
    if (way.equals(AksSettings.FEDERATION)) {
      ResourceId credential = ResourceId.of("federated-credential", AzureWorld.CREDENTIAL);
      all.add(new WorldEdit(MARK, credential, this::unmarkCredential));
    }
    return all;
  }

  private static String unmarked(String description) {
    return description.replaceFirst(MARK + "=[^ )]* ?", "");
  }

  /** An object of Resource Manager whose marks are in its description. */
  private void unmark(String path) {
    Map<String, Object> properties =
        new TreeMap<>(send("GET", path, Map.of()).object("properties").members());
    properties
        .keySet()
        .removeAll(List.of("createdOn", "updatedOn", "createdBy", "updatedBy", "scope"));
    properties.values().removeIf(Objects::isNull);
    properties.put("description", unmarked(String.valueOf(properties.get("description"))));
    send("PUT", path, Map.of("properties", properties));
  }

  private void unmarkApplication() {
    Tree app = application();
    List<String> tags =
        app.texts("tags").stream().filter(tag -> !tag.startsWith(MARK + "=")).toList();
    send("PATCH", "/v1.0/applications/" + app.text("id"), Map.of("tags", tags));
  }

  private void unmarkIdentity() {
    Tree identity = send("GET", IDENTITY + IDENTITIES, Map.of());
    Map<String, Object> tags = new TreeMap<>(identity.map("tags"));
    tags.remove(MARK);
    send("PUT", IDENTITY + IDENTITIES, Map.of("location", identity.text("location"), "tags", tags));
  }

  private void unmarkCredential() {
    String path =
        "/v1.0/applications/" + application().text("id") + "/federatedIdentityCredentials";
    Tree credential = send("GET", path, Map.of()).objects("value").get(0);
    send(
        "PATCH",
        path + "/" + credential.text("id"),
        Map.of("description", unmarked(credential.text("description"))));
  }

  List<WorldEdit> foreignObjects() {
    List<WorldEdit> all = new ArrayList<>();
    all.add(new WorldEdit("no mark", THE_ROLE, () -> foreignRole("theirs")));
    all.add(
        new WorldEdit("another cluster", THE_ROLE, () -> foreignRole("theirs (" + OTHER + ")")));
    if (byIdentity()) {
      all.add(new WorldEdit("no mark", THE_IDENTITY, () -> foreignIdentity(Map.of())));
      all.add(
          new WorldEdit(
              "another cluster",
              THE_IDENTITY,
              () -> foreignIdentity(Map.of(CLUSTER_MARK, "aks://x/y/z"))));
    } else {
      all.add(new WorldEdit("no mark", THE_APP, () -> foreignApplication(List.of("theirs"))));
      all.add(new WorldEdit("another cluster", THE_APP, () -> foreignApplication(List.of(OTHER))));
    }
    return all;
  }

  private void foreignRole(String description) {
    send(
        "PUT",
        role(THEIRS),
        Map.of(
            "properties",
            Map.of(
                "roleName",
                AzureWorld.ROLE,
                "description",
                description,
                "permissions",
                List.of(Map.of("actions", List.of("Microsoft.Compute/*/read"))),
                "assignableScopes",
                List.of(AzureWorld.GROUP))));
  }

  private void foreignIdentity(Map<String, Object> tags) {
    send("PUT", IDENTITY + IDENTITIES, Map.of("location", "westeurope", "tags", tags));
  }

  private void foreignApplication(List<String> tags) {
    send("POST", "/v1.0/applications", Map.of("displayName", AzureWorld.APP, "tags", tags));
  }

  List<WorldEdit> users() {
    List<WorldEdit> all = new ArrayList<>();
    all.add(new WorldEdit(THEIRS, THE_ROLE, () -> assign(ourRole(), stranger())));
    if (byIdentity()) {
      all.add(new WorldEdit("github", THE_IDENTITY, () -> trust(IDENTITY)));
      all.add(new WorldEdit(THEIRS, THE_IDENTITY, () -> assign(reader(), identityPrincipal())));
      return all;
    }
    all.add(new WorldEdit("github", THE_APP, this::trustApplication));
    all.add(new WorldEdit("other tool", THE_APP, this::secret));
    all.add(
        new WorldEdit(
            THEIRS,
            ResourceId.of("service-principal", AzureWorld.APP),
            () -> assign(reader(), principal().text("id"))));
    return all;
  }

  /** The built-in role Reader. */
  private static String reader() {
    return "acdd72a7-3385-48ef-bd42-f606fba81ae7";
  }

  /** Who can act as the platform, what else it can do, and who else can do what it can. */
  List<WorldEdit> widenedAccess() {
    String at = " at " + AzureWorld.GROUP;
    List<WorldEdit> all = new ArrayList<>();
    all.add(new WorldEdit(at, THE_ROLE, () -> assign(ourRole(), stranger())));
    if (byIdentity()) {
      all.add(new WorldEdit("github", THE_IDENTITY, () -> trust(IDENTITY)));
      all.add(
          new WorldEdit("Reader" + at, THE_IDENTITY, () -> assign(reader(), identityPrincipal())));
      return all;
    }
    all.add(new WorldEdit("github", THE_APP, this::trustApplication));
    all.add(new WorldEdit("other tool", THE_APP, this::secret));
    all.add(
        new WorldEdit(
            "Reader" + at,
            ResourceId.of("service-principal", AzureWorld.APP),
            () -> assign(reader(), principal().text("id"))));
    return all;
  }

  private String identityPrincipal() {
    return send("GET", IDENTITY + IDENTITIES, Map.of()).text("properties", "principalId");
  }

  /** The service principal of another application. */
  private String stranger() {
    Tree app = send("POST", "/v1.0/applications", Map.of("displayName", "stranger"));
    return send("POST", "/v1.0/servicePrincipals", Map.of("appId", app.text("appId"))).text("id");
  }

  private void assign(String role, String principal) {
    put(AzureWorld.GROUP + AUTHORIZATION + "roleAssignments/" + THEIRS + ARM, role, principal, "");
  }

  private void put(String path, String role, String principal, String description) {
    send(
        "PUT",
        path,
        Map.of(
            "properties",
            Map.of(
                "roleDefinitionId",
                "/subscriptions/"
                    + AzureWorld.SUBSCRIPTION
                    + AUTHORIZATION
                    + "roleDefinitions/"
                    + role,
                "principalId",
                principal,
                "principalType",
                "ServicePrincipal",
                "description",
                description)));
  }

  private static Map<String, Object> github() {
    return Map.of(
        "issuer", "https://token.actions.githubusercontent.com",
        "subject", "repo:a/b:ref:refs/heads/main",
        "audiences", List.of("api://AzureADTokenExchange"));
  }

  private void trust(String identity) {
    send(
        "PUT",
        identity + "/federatedIdentityCredentials/github" + IDENTITIES,
        Map.of("properties", github()));
  }

  private void trustApplication() {
    Map<String, Object> credential = new TreeMap<>(github());
    credential.put("name", "github");
    send(
        "POST",
        "/v1.0/applications/" + application().text("id") + "/federatedIdentityCredentials",
        credential);
  }

  private void secret() {
    send(
        "POST",
        "/v1.0/applications/" + application().text("id") + "/addPassword",
        Map.of("passwordCredential", Map.of("displayName", "other tool")));
  }

  List<WorldEdit> fixedFields() {
    return List.of(
        new WorldEdit("principal", THE_ASSIGNMENT, () -> reassign(ourRole(), THEIRS)),
        new WorldEdit("role", THE_ASSIGNMENT, () -> reassign(reader(), principal().text("id"))));
  }

  private void reassign(String role, String principal) {
    String description = send("GET", assignment(), Map.of()).text("properties", "description");
    send("DELETE", assignment(), Map.of());
    put(assignment(), role, principal, description);
  }
}
