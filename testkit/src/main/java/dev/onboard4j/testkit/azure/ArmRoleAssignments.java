package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Role assignments: REST reference, Microsoft.Authorization 2022-04-01, and learn.microsoft.com,
 * "Troubleshoot Azure RBAC". Guarded by the world.
 */
final class ArmRoleAssignments {
  static final String TYPE = "Microsoft.Authorization/roleAssignments";
  private static final Pattern CONDITION =
      Pattern.compile("(?i)\\s*(atScope\\(\\)|principalId eq '(.*)'|assignedTo\\('(.*)'\\))\\s*");
  private static final List<String> NULLS =
      List.of("condition", "conditionVersion", "delegatedManagedIdentityResourceId", "description");

  private final AzureWorld world;
  // By name: a name is unique in the tenant.
  private final AzureShelf assignments = new AzureShelf();
  private final ArmAssignmentRules rules;

  ArmRoleAssignments(AzureWorld world) {
    this.world = world;
    rules = new ArmAssignmentRules(world);
  }

  AzureShelf shelf() {
    return assignments;
  }

  /** The assignments in force of a principal. */
  List<ObjectNode> of(String principal) {
    return assignments.truths().stream()
        .filter(one -> property(one, "principalId").equalsIgnoreCase(principal))
        .filter(one -> !world.lags().pending(AzureLag.RIGHTS, AzureJson.text(one, "name")))
        .toList();
  }

  /** Whether a role is assigned at a scope or below it. */
  boolean uses(String role, String scope) {
    return assignments.truths().stream()
        .anyMatch(
            one ->
                AzureId.same(AzureId.name(property(one, "roleDefinitionId")), role)
                    && AzureId.within(property(one, "scope"), scope));
  }

  AzureReply put(ArmCall call) {
    rules.check(call);
    Optional<ObjectNode> before = assignments.truth(call.name());
    before.ifPresent(one -> checkSame(call, one));
    rules.checkTarget(call);
    if (before.isEmpty()) {
      checkNew(call);
    }
    ObjectNode assignment = written(call, before);
    assignments.put(call.name(), assignment, world.hidden(call.call(), AzureLag.RESOURCE_MANAGER));
    if (before.isEmpty()) {
      world.lags().begin(AzureLag.RIGHTS, call.name());
    }
    ObjectNode shown = assignment.deepCopy();
    AzureJson.member(shown, "properties").putNull("createdBy");
    return AzureReply.of(before.isPresent() ? 200 : 201, shown);
  }

  private static void checkSame(ArmCall call, ObjectNode before) {
    JsonNode given = call.properties();
    boolean same =
        AzureId.same(property(before, "scope"), call.scope())
            && property(before, "principalId")
                .equalsIgnoreCase(AzureJson.text(given, "principalId"))
            && AzureId.same(
                AzureId.name(property(before, "roleDefinitionId")),
                AzureId.name(AzureJson.text(given, "roleDefinitionId")));
    if (!same) {
      throw new AzureFailure(
          400,
          "RoleAssignmentUpdateNotPermitted",
          "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.");
    }
  }

  private void checkNew(ArmCall call) {
    JsonNode given = call.properties();
    String role = AzureId.name(AzureJson.text(given, "roleDefinitionId"));
    for (ObjectNode one : assignments.truths()) {
      boolean same =
          AzureId.same(property(one, "scope"), call.scope())
              && property(one, "principalId").equalsIgnoreCase(AzureJson.text(given, "principalId"))
              && AzureId.same(AzureId.name(property(one, "roleDefinitionId")), role);
      if (same) {
        throw new AzureFailure(
            409,
            "RoleAssignmentExists",
            "The role assignment already exists. The ID of the existing role assignment is "
                + (AzureJson.text(one, "name").replace("-", "") + "."));
      }
    }
    rules.checkQuota(call.scope(), assignments.truths());
  }

  private ObjectNode written(ArmCall call, Optional<ObjectNode> before) {
    JsonNode given = call.properties();
    ObjectNode assignment = AzureJson.object();
    ObjectNode properties = assignment.putObject("properties");
    String role = AzureId.name(AzureJson.text(given, "roleDefinitionId"));
    String subscription = AzureId.subscription(call.scope());
    String prefix = subscription.isEmpty() ? "" : AzureId.ofSubscription(subscription);
    properties.put(
        "roleDefinitionId", prefix + "/providers/" + ArmRoleDefinitions.TYPE + "/" + role);
    properties.put("principalId", AzureJson.text(given, "principalId"));
    properties.put("principalType", rules.principalType(given));
    properties.put("scope", call.scope());
    for (String member : NULLS) {
      properties.set(member, given.path(member).isTextual() ? given.get(member) : null);
    }
    world.stamp(properties, before, call.caller());
    assignment.put("id", call.id());
    assignment.put("type", TYPE);
    assignment.put("name", call.name());
    return assignment;
  }

  AzureReply get(ArmCall call) {
    ObjectNode assignment =
        assignments
            .read(call.name())
            .filter(one -> AzureId.same(property(one, "scope"), call.scope()))
            .orElseThrow(
                () ->
                    new AzureFailure(
                        404,
                        "RoleAssignmentNotFound",
                        "The role assignment '" + call.name() + "' is not found."));
    return AzureReply.of(200, assignment);
  }

  AzureReply delete(ArmCall call) {
    Optional<ObjectNode> assignment =
        assignments
            .truth(call.name())
            .filter(one -> AzureId.same(property(one, "scope"), call.scope()));
    if (assignment.isEmpty()) {
      return AzureReply.empty(204);
    }
    assignments.remove(call.name(), world.hidden(call.call(), AzureLag.RESOURCE_MANAGER));
    return AzureReply.of(200, assignment.get());
  }

  AzureReply list(ArmCall call) {
    String filter = call.call().query("$filter");
    List<ObjectNode> found =
        assignments.list().stream()
            .filter(one -> related(property(one, "scope"), call.scope()))
            .filter(one -> chosen(one, filter, call.scope()))
            .toList();
    return AzureReply.of(200, world.pages().arm(call.call(), found));
  }

  /** At the scope, above it or below it. */
  private static boolean related(String scope, String asked) {
    return AzureId.within(asked, scope) || AzureId.within(scope, asked);
  }

  private boolean chosen(ObjectNode assignment, String filter, String scope) {
    for (String part : AzureFilters.conditions(filter)) {
      Matcher condition = CONDITION.matcher(part);
      if (!condition.matches()) {
        throw AzureWorld.notServed("the filter " + part);
      }
      if (!fulfils(assignment, condition, scope)) {
        return false;
      }
    }
    return true;
  }

  /** {@code atScope()}: at the scope and above; {@code assignedTo}: also through groups. */
  private boolean fulfils(ObjectNode assignment, Matcher condition, String scope) {
    String principal = property(assignment, "principalId");
    if (condition.group(2) != null) {
      return principal.equalsIgnoreCase(condition.group(2));
    }
    if (condition.group(3) != null) {
      return world.directory().identities(condition.group(3)).stream()
          .anyMatch(principal::equalsIgnoreCase);
    }
    return AzureId.within(scope, property(assignment, "scope"));
  }

  static String property(ObjectNode assignment, String member) {
    return AzureJson.text(assignment.path("properties"), member);
  }
}
