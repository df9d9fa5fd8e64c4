package dev.onboard4j.testkit.azure;

import dev.onboard4j.testkit.cloud.RecordedCall;
import dev.onboard4j.testkit.cloud.WireRequest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Resource Manager: finds the operation that a request names, and checks what comes before it.
 *
 * <p>The order is that of the real one: token, version, subscription, rights, group, provider.
 */
final class Arm {
  private static final String AUTHORIZATION = "microsoft.authorization";

  private final AzureWorld world;
  private final Map<String, ArmRoute> routes = new TreeMap<>();

  Arm(AzureWorld world) {
    this.world = world;
    authorization();
    containers();
    world.clusters().routes(this);
    world.identities().routes(this);
  }

  private void authorization() {
    ArmRoleDefinitions roles = world.roles();
    ArmRoleAssignments assignments = world.assignments();
    resource(ArmRoleDefinitions.TYPE, ArmRoute.AUTHORIZATION, roles::get, roles::list);
    writes(ArmRoleDefinitions.TYPE, ArmRoute.AUTHORIZATION, roles::put, roles::delete);
    resource(ArmRoleAssignments.TYPE, ArmRoute.AUTHORIZATION, assignments::get, assignments::list);
    writes(ArmRoleAssignments.TYPE, ArmRoute.AUTHORIZATION, assignments::put, assignments::delete);
    ArmPermissions permissions = new ArmPermissions(world);
    String denials = "Microsoft.Authorization/denyAssignments";
    resource(denials, ArmRoute.AUTHORIZATION, permissions::denial, permissions::denials);
    add("GET", AUTHORIZATION + "/permissions", "", ArmRoute.AUTHORIZATION, permissions::list);
  }

  private void containers() {
    ArmContainers containers = new ArmContainers(world);
    String groups = "Microsoft.Resources/subscriptions/resourceGroups/read";
    String providers = "Microsoft.Resources/subscriptions/providers/read";
    add("GET", "/subscriptions", "", ArmRoute.RESOURCES, containers::subscriptions);
    add("GET", "/tenants", "", ArmRoute.RESOURCES, containers::tenants);
    add(
        "GET",
        "/subscriptions/*",
        "Microsoft.Resources/subscriptions/read",
        ArmRoute.RESOURCES,
        containers::subscription);
    String one = "/subscriptions/*/resourcegroups/*";
    add("GET", "/subscriptions/*/resourcegroups", groups, ArmRoute.RESOURCES, containers::groups);
    add("GET", one, groups, ArmRoute.RESOURCES, containers::group);
    add("HEAD", one, groups, ArmRoute.RESOURCES, containers::exists);
    add("GET", "/subscriptions/*/providers/*", providers, ArmRoute.RESOURCES, containers::provider);
  }

  /** Reads of a type: one, and all within a scope. */
  void resource(
      String type,
      Pattern versions,
      Function<ArmCall, AzureReply> one,
      Function<ArmCall, AzureReply> all) {
    add("GET", kind(type) + "/*", type + "/read", versions, one);
    add("GET", kind(type), type + "/read", versions, all);
  }

  /** Writes of a type. */
  void writes(
      String type,
      Pattern versions,
      Function<ArmCall, AzureReply> put,
      Function<ArmCall, AzureReply> delete) {
    add("PUT", kind(type) + "/*", type + "/write", versions, put);
    add("DELETE", kind(type) + "/*", type + "/delete", versions, delete);
  }

  /** {@code Microsoft.X/ys/zs} becomes {@code microsoft.x/ys/*}{@code /zs}. */
  private static String kind(String type) {
    String[] parts = AzureId.key(type).split("/", -1);
    StringBuilder kind = new StringBuilder(parts[0] + "/" + parts[1]);
    for (int i = 2; i < parts.length; i++) {
      kind.append("/*/").append(parts[i]);
    }
    return kind.toString();
  }

  void add(
      String method,
      String kind,
      String action,
      Pattern versions,
      Function<ArmCall, AzureReply> handler) {
    routes.put(method + " " + kind, new ArmRoute(action, versions, handler));
  }

  AzureAsked asked(WireRequest request, Function<Integer, AzureCall> call) {
    ArmTarget target = ArmTarget.of(request.path());
    Optional<ArmRoute> route = route(request.method(), target);
    RecordedCall.Effect effect =
        request.method().equals("GET") || request.method().equals("HEAD")
            ? RecordedCall.Effect.READ
            : RecordedCall.Effect.WRITE;
    if (route.isEmpty()) {
      return new AzureAsked(
          "arm", request.method() + " " + target.kind(), target.id(), effect, x -> unknown(target));
    }
    ArmRoute found = route.get();
    String action =
        found.action().isEmpty() ? request.method() + " " + target.kind() : found.action();
    boolean secret = action.endsWith("Credential/action");
    return new AzureAsked(
        "arm",
        action,
        target.id(),
        secret ? RecordedCall.Effect.READ : effect,
        hidden -> answer(found, target, call.apply(hidden)));
  }

  private Optional<ArmRoute> route(String method, ArmTarget target) {
    if (method.equals("POST") && target.kind().endsWith("/register") && target.names().isEmpty()) {
      String action = target.namespace() + "/register/action";
      Function<ArmCall, AzureReply> handler =
          call -> new ArmContainers(world).register(call, target.namespace());
      return Optional.of(new ArmRoute(action, ArmRoute.RESOURCES, handler));
    }
    return Optional.ofNullable(routes.get(method + " " + target.kind()));
  }

  private static AzureReply unknown(ArmTarget target) {
    throw AzureWorld.notServed(target.kind());
  }

  private AzureReply answer(ArmRoute route, ArmTarget target, AzureCall call) {
    checkVersion(route, target, call.query("api-version"));
    world.subscriptions().checkKnown(target.id());
    if (!free(route, target)) {
      world.rights().check(call.caller(), route.action(), target.id());
    }
    if (route.writes()) {
      world.subscriptions().checkWritable(target.id());
    }
    if (route.action().endsWith("/delete")) {
      world.subscriptions().checkUnlocked(target.id());
    }
    if (!call.request().method().equals("HEAD")) {
      world.subscriptions().checkGroup(target.id());
    }
    if (route.writes() && !target.namespace().isEmpty()) {
      world.subscriptions().checkRegistered(target.id(), target.namespace());
    }
    checkBody(call);
    return route.handler().apply(new ArmCall(call, target.scope(), target.id(), target.names()));
  }

  private static void checkBody(AzureCall call) {
    if (call.body().isEmpty()) {
      return;
    }
    if (!call.request().type().equals("application/json")) {
      throw new AzureFailure(
          415,
          "UnsupportedMediaType",
          ("The content media type '" + call.request().type() + "' is not supported. Only")
              + " 'application/json' is supported.");
    }
    ArmShape.RESOURCE.check(call.body());
  }

  /** Built-in roles and the tenant's own are read by everyone; listings without an action too. */
  private static boolean free(ArmRoute route, ArmTarget target) {
    boolean roles = route.action().equals(ArmRoleDefinitions.TYPE + "/read");
    return route.action().isEmpty() || (roles && target.scope().equals("/"));
  }

  private static void checkVersion(ArmRoute route, ArmTarget target, String version) {
    if (version.isEmpty()) {
      throw new AzureFailure(
          400,
          "MissingApiVersionParameter",
          "The api-version query parameter (?api-version=) is required for all requests.");
    }
    if (!route.versions().matcher(version).matches()) {
      String type = target.kind().replaceFirst("^[^/]*/", "").replace("/*", "");
      throw new AzureFailure(
          400,
          "InvalidResourceType",
          ("The resource type '" + type + "' could not be found in the namespace '")
              + (target.namespace() + "' for api version '" + version)
              + "'. The supported api-versions are '"
              + (route.versions().pattern().replace('|', ',') + "'."));
    }
  }
}
