package dev.onboard4j.testkit.azure;

import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.cloud.WireRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Microsoft Graph v1.0: finds the operation that a request names. */
final class Graph {
  private static final String FEDERATED = "/*/federatedIdentityCredentials";

  private final Map<String, Function<GraphCall, AzureReply>> routes = new TreeMap<>();
  private final GraphRights rights;
  private final GraphDeleted deleted;
  private final GraphPolicies policies;

  Graph(AzureWorld world) {
    rights = new GraphRights(world);
    deleted = new GraphDeleted(world, rights);
    policies = new GraphPolicies(world, rights);
    applications(world);
    principals(world);
    directory(world);
  }

  GraphRights rights() {
    return rights;
  }

  GraphPolicies policies() {
    return policies;
  }

  GraphDeleted deleted() {
    return deleted;
  }

  private void applications(AzureWorld world) {
    String at = "applications";
    GraphApplications applications = new GraphApplications(world, rights, deleted);
    objects(world, at, applications.objects());
    add("POST", at, applications::create);
    add("PATCH", at + "/*", applications::update);
    add("DELETE", at + "/*", applications::delete);
    GraphSecrets secrets = new GraphSecrets(world, applications.objects(), policies);
    add("POST", at + "/*/addPassword", secrets::add);
    add("POST", at + "/*/removePassword", secrets::remove);
    GraphFederated federated = new GraphFederated(world, rights, applications.objects());
    add("GET", at + FEDERATED, federated::list);
    add("POST", at + FEDERATED, federated::create);
    add("GET", at + FEDERATED + "/*", federated::get);
    add("PATCH", at + FEDERATED + "/*", federated::update);
    add("DELETE", at + FEDERATED + "/*", federated::delete);
    add("GET", at + "/*/appManagementPolicies", policies::assigned);
  }

  private void principals(AzureWorld world) {
    String at = "servicePrincipals";
    GraphPrincipals principals = new GraphPrincipals(world, rights, deleted);
    objects(world, at, principals.objects());
    add("POST", at, principals::create);
    add("PATCH", at + "/*", principals::update);
    add("DELETE", at + "/*", principals::delete);
  }

  private void objects(AzureWorld world, String at, GraphObjects objects) {
    add("GET", at, objects::list);
    add("GET", at + "/*", objects::get);
    GraphOwners owners = new GraphOwners(world, rights, objects);
    add("GET", at + "/*/owners", owners::list);
    add("POST", at + "/*/owners/$ref", owners::add);
    add("DELETE", at + "/*/owners/*/$ref", owners::remove);
  }

  private void directory(AzureWorld world) {
    String at = "directory/deletedItems";
    for (String type : new String[] {"application", "servicePrincipal"}) {
      add("GET", at + "/microsoft.graph." + type, call -> deleted.list(call, type));
    }
    add("GET", at + "/*", deleted::get);
    add("DELETE", at + "/*", deleted::purge);
    add("POST", at + "/*/restore", deleted::restore);
    add("GET", "policies/defaultAppManagementPolicy", policies::applications);
    add("GET", "policies/appManagementPolicies", policies::assigned);
    add("GET", "policies/authorizationPolicy", policies::authorization);
    GraphDirectory directory = new GraphDirectory(world, rights);
    add("GET", "me", directory::me);
    add("GET", "users/*", directory::user);
    add("POST", "directoryObjects/getByIds", directory::byIds);
  }

  private void add(String method, String kind, Function<GraphCall, AzureReply> handler) {
    routes.put(method + " " + kind, handler);
  }

  AzureAsked asked(WireRequest request, Function<Integer, AzureCall> call) {
    GraphTarget target = GraphTarget.of(request.path());
    Optional<Function<GraphCall, AzureReply>> route =
        request.path().get(0).equals("v1.0")
            ? Optional.ofNullable(routes.get(request.method() + " " + target.kind()))
            : Optional.empty();
    String action = action(request, target);
    boolean reads = request.method().equals("GET") || target.kind().endsWith("getByIds");
    return new AzureAsked(
        "graph",
        action,
        target.resource(),
        reads ? RecordedCall.Effect.READ : RecordedCall.Effect.WRITE,
        hidden ->
            route
                .orElseThrow(() -> AzureWorld.notServed(request.method() + " " + target.kind()))
                .apply(new GraphCall(call.apply(hidden), target.keys())));
  }

  /** The verb, and the collection: {@code create applications/owners}. */
  private static String action(WireRequest request, GraphTarget target) {
    String kind = target.kind().replace("/*", "").replace("/$ref", "");
    boolean one = target.kind().endsWith("*");
    boolean upsert = request.headers().getOrDefault("prefer", "").contains("create-if-missing");
    String verb =
        switch (request.method()) {
          case "GET" -> one || !target.kind().contains("s") ? "get" : "list";
          case "POST" -> "create";
          case "PATCH" -> upsert ? "upsert" : "update";
          default -> request.method().toLowerCase(Locale.ROOT);
        };
    boolean named = kind.matches(".*/(addPassword|removePassword|restore|getByIds)");
    return named ? kind.replaceFirst("(.*)/(\\w+)", "$2 $1") : verb + " " + kind;
  }
}
