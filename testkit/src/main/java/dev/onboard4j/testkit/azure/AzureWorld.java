package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The state of an embedded Azure: one tenant with its subscriptions; callers hold its monitor. */
final class AzureWorld {
  /** Whoever sends a token that this world did not issue. */
  static final AzurePrincipal ADMINISTRATOR =
      new AzurePrincipal(EmbeddedAzure.CALLER, "admin@contoso.example");

  /** Another administrator, who makes what is there without onboarding. */
  static final AzurePrincipal SOMEBODY =
      new AzurePrincipal("a0000000-0000-4000-8000-000000000002", "somebody@contoso.example");

  private static final List<String> VOLATILE =
      List.of("createdOn", "updatedOn", "createdDateTime", "deletedDateTime");

  private final Clock clock;
  private final AzureIds ids = new AzureIds();
  private final AzureLags lags = new AzureLags();
  private final AzurePages pages = new AzurePages();
  private final AzureActions actions = AzureActions.load();
  private final AzureSubscriptions subscriptions = new AzureSubscriptions();
  private final AzureRights rights;
  private final ArmRoleDefinitions roles;
  private final ArmRoleAssignments assignments;
  private final AzureDirectory directory;
  private final AksClusters clusters;
  private final ArmIdentities identities;

  AzureWorld(Clock clock) {
    this.clock = clock;
    rights = new AzureRights(this);
    roles = new ArmRoleDefinitions(this);
    assignments = new ArmRoleAssignments(this);
    directory = new AzureDirectory();
    clusters = new AksClusters(this);
    identities = new ArmIdentities(this);
  }

  Clock clock() {
    return clock;
  }

  AzureIds ids() {
    return ids;
  }

  AzureLags lags() {
    return lags;
  }

  AzurePages pages() {
    return pages;
  }

  AzureActions actions() {
    return actions;
  }

  AzureSubscriptions subscriptions() {
    return subscriptions;
  }

  AzureRights rights() {
    return rights;
  }

  ArmRoleDefinitions roles() {
    return roles;
  }

  ArmRoleAssignments assignments() {
    return assignments;
  }

  AzureDirectory directory() {
    return directory;
  }

  AksClusters clusters() {
    return clusters;
  }

  ArmIdentities identities() {
    return identities;
  }

  boolean administrator(AzurePrincipal who) {
    return who.id().equalsIgnoreCase(ADMINISTRATOR.id());
  }

  boolean somebody(AzurePrincipal who) {
    return who.id().equals(SOMEBODY.id());
  }

  /** The reads that miss what a request makes: by its fault, or by the lag that is set. */
  int hidden(AzureCall call, AzureLag lag) {
    return Math.max(call.hidden(), lags.of(lag));
  }

  /** Says when and by whom an object was made and changed. */
  void stamp(ObjectNode properties, Optional<ObjectNode> before, AzurePrincipal who) {
    String now = clock.instant().toString();
    JsonNode former = before.map(one -> one.path("properties")).orElse(AzureJson.object());
    String on = AzureJson.text(former, "createdOn");
    String by = AzureJson.text(former, "createdBy");
    properties.put("createdOn", on.isEmpty() ? now : on);
    properties.put("updatedOn", now);
    properties.put("createdBy", by.isEmpty() ? who.id() : by);
    properties.put("updatedBy", who.id());
  }

  /** Removes a resource group with all that lies in it, role assignments included. */
  void removeGroup(String id) {
    List.of(subscriptions.groups(), assignments.shelf(), rights.denials(), identities.shelf())
        .forEach(shelf -> shelf.forget(id));
  }

  /** A request that this world cannot answer as Azure does: no client takes that for an answer. */
  static AzureFailure notServed(String what) {
    return new AzureFailure(
        501, "NotServedByTheEmbeddedAzure", "The embedded Azure does not serve " + what + ".");
  }

  Map<String, Object> state() {
    Map<String, Object> arm = new TreeMap<>(subscriptions.state());
    clusters.operations().finish();
    arm.put("managedClusters", clusters.state());
    arm.put("userAssignedIdentities", tree(identities.shelf()));
    arm.put("roleDefinitions", tree(roles.shelf()));
    arm.put("roleAssignments", tree(assignments.shelf()));
    arm.put("denyAssignments", tree(rights.denials()));
    Map<String, Object> state = new TreeMap<>();
    state.put("arm", arm);
    state.put("graph", directory.state());
    return state;
  }

  /** Objects by their id; without the times, which differ between equal worlds. */
  static Map<String, Object> tree(AzureShelf shelf) {
    Map<String, Object> tree = new TreeMap<>();
    for (ObjectNode one : shelf.truths()) {
      String id = AzureJson.text(one, "id");
      tree.put(id.isEmpty() ? AzureJson.text(one, "name") : id, tree(one));
    }
    return tree;
  }

  static Map<?, ?> tree(ObjectNode object) {
    ObjectNode steady = object.deepCopy();
    steady.remove(VOLATILE);
    if (steady.path("properties") instanceof ObjectNode properties) {
      properties.remove(VOLATILE);
    }
    return AzureJson.tree(steady);
  }
}
