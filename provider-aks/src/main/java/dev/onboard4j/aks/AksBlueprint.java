package dev.onboard4j.aks;

import dev.onboard4j.model.JustifiedPermission;
import dev.onboard4j.spi.support.BlueprintSection;
import java.util.List;
import java.util.Map;

/** The {@code clouds.aks} section of a blueprint, typed. */
record AksBlueprint(
    RoleSpec role,
    String appName,
    String secretName,
    String identityName,
    FederationSpec federation,
    List<String> platformNodePools) {
  /** A custom role; its name for each value of {@code names}. */
  record RoleSpec(
      Map<String, String> names, String description, List<JustifiedPermission> actions) {
    /** The sorted names of the actions. */
    List<String> actionNames() {
      return actions.stream().map(JustifiedPermission::permission).distinct().sorted().toList();
    }
  }

  /**
   * What trusts the platform's own identity.
   *
   * @param appCredential the name of the credential on the app registration
   * @param identityCredential the name of the credential on the managed identity
   */
  record FederationSpec(
      String appCredential, String identityCredential, String description, String issuer) {}

  /** Reads a section, or refuses it with all of its problems. */
  static AksBlueprint of(Map<String, Object> data) {
    return BlueprintSection.read("blueprint.clouds.aks", data, AksBlueprint::read);
  }

  private static AksBlueprint read(BlueprintSection aks) {
    BlueprintSection app = aks.part("application");
    return new AksBlueprint(
        role(aks.part("role")),
        app.text("displayName"),
        app.text("secretName"),
        aks.part("managedIdentity").text("name"),
        federation(aks.part("federatedCredential")),
        aks.optionalTexts("platformNodePools"));
  }

  private static RoleSpec role(BlueprintSection role) {
    BlueprintSection names = role.part("name");
    return new RoleSpec(
        Map.of("script", names.text("script"), "document", names.text("document")),
        role.text("description"),
        role.parts("actions", item -> item.permission("action")));
  }

  private static FederationSpec federation(BlueprintSection part) {
    return new FederationSpec(
        part.text("application"),
        part.text("managedIdentity"),
        part.text("description"),
        part.text("issuer"));
  }
}
