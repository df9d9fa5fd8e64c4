package dev.onboard4j.aks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Another tool that changes one managed field of the objects of a cluster at a time. */
record ManagedFields(Rest rest) {
  private static final String ARM = "?api-version=2022-04-01";
  private static final String IDENTITIES = "?api-version=2023-01-31";
  private static final List<String> MARKS = List.of("onboard4j:blueprint", "onboard4j:cluster");
  private static final String ROLE =
      AzureWorld.GROUP
          + "/providers/Microsoft.Authorization/roleDefinitions/"
          + NameBasedGuid.of("role-definition", AzureWorld.ROLE.toLowerCase(Locale.ROOT));
  private static final String IDENTITY =
      AzureWorld.GROUP
          + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/"
          + AzureWorld.IDENTITY;
  private static final List<String> SCOPES = List.of(AzureWorld.GROUP, AzureWorld.NODES);

  /** One change per managed field of a way of access. */
  Map<String, Runnable> changes(String way) {
    Map<String, Runnable> all = new LinkedHashMap<>();
    role(all);
    SCOPES.forEach(scope -> assignment(all, scope));
    if (way.equals(AksSettings.MANAGED_IDENTITY)) {
      identity(all);
      return all;
    }
    application(all);
    if (way.equals(AksSettings.FEDERATION)) {
      federation(all);
      all.put("client-secret/prod-castai.obsolete-secrets", this::deliverAnotherSecret);
    } else {
      secret(all);
    }
    return all;
  }

  private void role(Map<String, Runnable> all) {
    String role = "role-definition/" + AzureWorld.ROLE + ".";
    all.put(role + "name", () -> set(ROLE, "roleName", "CastAKSRole-changed"));
    all.put(role + "description", () -> describe(ROLE, text -> "x " + text));
    all.put(
        role + "actions",
        () -> permission("actions", "Microsoft.Authorization/roleAssignments/write"));
    all.put(role + "not-actions", () -> permission("notActions", "Microsoft.Compute/disks/write"));
    String pods = "Microsoft.ContainerService/managedClusters/pods/read";
    all.put(role + "data-actions", () -> permission("dataActions", pods));
    all.put(role + "not-data-actions", () -> permission("notDataActions", pods));
    all.put(role + "assignable-scopes", this::withoutNodes);
    for (String mark : MARKS) {
      all.put(role + "mark." + mark, () -> describe(ROLE, text -> changed(text, mark)));
    }
  }

  private static String changed(String description, String mark) {
    return description.replaceFirst(mark + "=[^ )]*", mark + "=changed");
  }

  private Map<String, Object> properties(String path) {
    Map<String, Object> properties =
        new TreeMap<>(rest.get(path + ARM).object("properties").members());
    properties
        .keySet()
        .removeAll(List.of("createdOn", "updatedOn", "createdBy", "updatedBy", "scope"));
    properties.values().removeIf(java.util.Objects::isNull);
    return properties;
  }

  private void set(String path, String property, Object value) {
    Map<String, Object> properties = properties(path);
    properties.put(property, value);
    rest.put(path + ARM, Map.of("properties", properties));
  }

  private void describe(String path, UnaryOperator<String> change) {
    String now = rest.get(path + ARM).text("properties", "description");
    set(path, "description", change.apply(now));
  }

  /** Adds an action to one of the lists of a role. */
  private void permission(String list, String action) {
    Tree now = rest.get(ROLE + ARM).objects("properties", "permissions").get(0);
    Map<String, Object> permission = new TreeMap<>(now.members());
    List<String> actions = new ArrayList<>(now.texts(list));
    actions.add(action);
    permission.put(list, actions);
    set(ROLE, "permissions", List.of(permission));
  }

  /** Azure keeps a scope as long as the role is assigned there. */
  private void withoutNodes() {
    rest.delete(assignment(AzureWorld.NODES) + ARM);
    set(ROLE, "assignableScopes", List.of(AzureWorld.GROUP));
  }

  private String assignment(String scope) {
    return rest.assignments(scope).get(0).text("id");
  }

  private void assignment(Map<String, Runnable> all, String scope) {
    String id = "role-assignment/" + scope.substring("/subscriptions/".length()) + ".";
    all.put(id + "role", () -> reassign(scope, "roleDefinitionId", reader()));
    all.put(id + "principal", () -> reassign(scope, "principalId", stranger()));
    all.put(
        id + "condition",
        () -> {
          Map<String, Object> properties = properties(assignment(scope));
          properties.put("condition", "@Resource[Microsoft.Storage/x:name] StringEquals 'x'");
          properties.put("conditionVersion", "2.0");
          rest.put(assignment(scope) + ARM, Map.of("properties", properties));
        });
    all.put(id + "description", () -> describe(assignment(scope), text -> "x " + text));
    for (String mark : MARKS) {
      all.put(id + "mark." + mark, () -> describe(assignment(scope), text -> changed(text, mark)));
    }
  }

  private static String reader() {
    return "/subscriptions/"
        + AzureWorld.SUBSCRIPTION
        + "/providers/Microsoft.Authorization/roleDefinitions/"
        + "acdd72a7-3385-48ef-bd42-f606fba81ae7";
  }

  private String stranger() {
    String appId = rest.application("billing").text("appId");
    return rest.post("/v1.0/servicePrincipals", Map.of("appId", appId)).text("id");
  }

  /** Under the same GUID: Azure does not update these. */
  private void reassign(String scope, String property, String value) {
    String path = assignment(scope);
    Map<String, Object> properties = properties(path);
    properties.put(property, value);
    rest.delete(path + ARM);
    rest.put(path + ARM, Map.of("properties", properties));
  }

  private String app() {
    return "/v1.0/applications/" + rest.application(AzureWorld.APP).text("id");
  }

  private void application(Map<String, Runnable> all) {
    String app = "application/" + AzureWorld.APP + ".";
    all.put(app + "display-name", () -> rest.patch(app(), Map.of("displayName", "x")));
    for (String mark : MARKS) {
      all.put(app + "mark." + mark, () -> tag(mark, "changed"));
    }
    all.put(
        "service-principal/" + AzureWorld.APP + ".enabled",
        () -> {
          String appId = rest.application(AzureWorld.APP).text("appId");
          String id = rest.get("/v1.0/servicePrincipals(appId='" + appId + "')").text("id");
          rest.patch("/v1.0/servicePrincipals/" + id, Map.of("accountEnabled", false));
        });
  }

  private void tag(String key, String value) {
    List<String> now = rest.application(AzureWorld.APP).texts("tags");
    rest.patch(app(), Map.of("tags", AzureMarks.tags(now, Map.of(key, value))));
  }

  private void federation(Map<String, Runnable> all) {
    String id = "federated-credential/" + AzureWorld.CREDENTIAL + ".";
    all.put(id + "issuer", () -> credential(Map.of("issuer", "https://example.com")));
    all.put(id + "subject", () -> credential(Map.of("subject", "105000000000000000000")));
    all.put(id + "audiences", () -> credential(Map.of("audiences", List.of("api://x"))));
    all.put(id + "description", () -> credentialText(text -> "x " + text));
    for (String mark : MARKS) {
      all.put(id + "mark." + mark, () -> credentialText(text -> changed(text, mark)));
    }
  }

  private Tree credential() {
    return rest.get(app() + "/federatedIdentityCredentials").objects("value").get(0);
  }

  private void credential(Map<String, Object> change) {
    rest.patch(app() + "/federatedIdentityCredentials/" + credential().text("id"), change);
  }

  private void credentialText(UnaryOperator<String> change) {
    credential(Map.of("description", change.apply(credential().text("description"))));
  }

  /** Adds a secret and records it, as a run with other settings does. */
  private void deliverAnotherSecret() {
    String id =
        rest.post(
                app() + "/addPassword",
                Map.of("passwordCredential", Map.of("displayName", "prod-castai")))
            .text("keyId");
    tag(AppSecrets.SECRET_MARK, id);
  }

  private void secret(Map<String, Runnable> all) {
    String id = "client-secret/prod-castai.";
    all.put(
        id + "delivered",
        () -> {
          String key =
              rest.application(AzureWorld.APP).objects("passwordCredentials").get(0).text("keyId");
          rest.post(app() + "/removePassword", Map.of("keyId", key));
        });
    all.put(id + "recorded", () -> tag(AppSecrets.SECRET_MARK, "changed"));
    all.put(id + "obsolete-secrets", this::deliverAnotherSecret);
    all.put(
        "federated-credential/" + AzureWorld.CREDENTIAL + ".obsolete-credentials",
        () ->
            rest.post(
                app() + "/federatedIdentityCredentials",
                Map.of(
                    "name",
                    AzureWorld.CREDENTIAL,
                    "issuer",
                    "https://accounts.google.com",
                    "subject",
                    AzureWorld.SUBJECT,
                    "audiences",
                    List.of("api://AzureADTokenExchange"),
                    "description",
                    "former (onboard4j:cluster=" + AzureWorld.CLUSTER.uri() + ")")));
  }

  private void identity(Map<String, Runnable> all) {
    for (String mark : MARKS) {
      all.put(
          "managed-identity/" + AzureWorld.IDENTITY + ".mark." + mark,
          () -> {
            Tree now = rest.get(IDENTITY + IDENTITIES);
            Map<String, String> tags = now.map("tags");
            tags.put(mark, "changed");
            rest.put(IDENTITY + IDENTITIES, Map.of("location", now.text("location"), "tags", tags));
          });
    }
    String id = "identity-federated-credential/" + AzureWorld.IDENTITY_CREDENTIAL + ".";
    all.put(id + "issuer", () -> trust("issuer", "https://example.com"));
    all.put(id + "subject", () -> trust("subject", "105000000000000000000"));
    all.put(id + "audiences", () -> trust("audiences", List.of("api://x")));
  }

  private void trust(String property, Object value) {
    String path =
        IDENTITY + "/federatedIdentityCredentials/" + AzureWorld.IDENTITY_CREDENTIAL + IDENTITIES;
    Map<String, Object> properties = new TreeMap<>(rest.get(path).object("properties").members());
    properties.put(property, value);
    rest.put(path, Map.of("properties", properties));
  }
}
