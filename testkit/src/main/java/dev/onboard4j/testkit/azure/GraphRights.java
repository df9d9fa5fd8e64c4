package dev.onboard4j.testkit.azure;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who may do what in Graph: the permission tables of each operation in the Graph reference. Guarded
 * by the world.
 */
final class GraphRights {
  private static final Set<AzureGraphAccess> EVERYTHING =
      EnumSet.of(AzureGraphAccess.ADMINISTRATOR, AzureGraphAccess.APPLICATION_ALL);
  // Application.ReadWrite.OwnedBy: the tables name it for listings, hashicorp's issue
  // terraform-provider-azuread#116 shows a 403; the stricter one holds here.
  private static final Set<AzureGraphAccess> LISTING =
      EnumSet.of(
          AzureGraphAccess.ADMINISTRATOR,
          AzureGraphAccess.MEMBER,
          AzureGraphAccess.APPLICATION_ALL,
          AzureGraphAccess.APPLICATION_READ);
  private static final Set<AzureGraphAccess> USERS =
      EnumSet.of(AzureGraphAccess.ADMINISTRATOR, AzureGraphAccess.MEMBER);

  private final AzureWorld world;
  private AzureGraphAccess access = AzureGraphAccess.ADMINISTRATOR;
  private boolean registration = true;

  GraphRights(AzureWorld world) {
    this.world = world;
  }

  void access(AzureGraphAccess now) {
    access = now;
  }

  void withoutRegistration() {
    registration = false;
  }

  boolean registration() {
    return registration;
  }

  private AzureGraphAccess of(AzurePrincipal who) {
    if (world.somebody(who)) {
      return AzureGraphAccess.ADMINISTRATOR;
    }
    return world.administrator(who) ? access : AzureGraphAccess.NONE;
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw new AzureFailure(
          403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    }
  }

  void checkList(AzurePrincipal who) {
    require(LISTING.contains(of(who)));
  }

  /** Users and the directory's other objects need permissions of their own. */
  void checkDirectory(AzurePrincipal who) {
    require(USERS.contains(of(who)));
  }

  void checkPolicies(AzurePrincipal who) {
    require(of(who) == AzureGraphAccess.ADMINISTRATOR);
  }

  void checkCreate(AzurePrincipal who) {
    AzureGraphAccess held = of(who);
    require(
        EVERYTHING.contains(held)
            || held == AzureGraphAccess.APPLICATION_OWNED
            || (held == AzureGraphAccess.MEMBER && registration));
  }

  void checkRead(AzurePrincipal who, String id) {
    require(LISTING.contains(of(who)) || owned(who, id));
  }

  void checkWrite(AzurePrincipal who, String id) {
    AzureGraphAccess held = of(who);
    boolean limited = held == AzureGraphAccess.MEMBER || held == AzureGraphAccess.APPLICATION_OWNED;
    require(EVERYTHING.contains(held) || (limited && owned(who, id)));
  }

  private boolean owned(AzurePrincipal who, String id) {
    return of(who) != AzureGraphAccess.NONE && world.directory().owners(id).contains(who.id());
  }

  boolean limitedToOwn(AzurePrincipal who) {
    return of(who) == AzureGraphAccess.APPLICATION_OWNED;
  }

  /** Who makes an object owns it, unless its permission covers all objects anyway. */
  boolean becomesOwner(AzurePrincipal who) {
    return of(who) != AzureGraphAccess.APPLICATION_ALL;
  }
}
