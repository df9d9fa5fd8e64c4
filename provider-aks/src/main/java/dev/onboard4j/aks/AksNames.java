package dev.onboard4j.aks;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.support.NamesSetting;
import dev.onboard4j.spi.support.Template;
import java.util.Locale;

/**
 * The names of all objects, computed from the cluster and the settings without a request.
 *
 * @param role the name of the custom role, unique in the tenant
 * @param app the display name of the app registration
 * @param secret the display name of its client secret
 * @param identity the name of the managed identity
 * @param appCredential the name of the federated credential of the app registration
 * @param identityCredential the name of the federated credential of the managed identity
 */
record AksNames(
    AksCluster cluster,
    String role,
    String app,
    String secret,
    String identity,
    String appCredential,
    String identityCredential) {
  // The platform's Terraform module cuts the name there; Azure allows 120 characters.
  private static final int CREDENTIAL_LENGTH = 64;

  static AksNames of(
      AksCluster cluster, AksBlueprint blueprint, Settings settings, Template template) {
    String style = NamesSetting.of(settings);
    return new AksNames(
        cluster,
        template.fill(blueprint.role().names().getOrDefault(style, "")),
        settings.text(AksSettings.APP_NAME).orElseGet(() -> template.fill(blueprint.appName())),
        template.fill(blueprint.secretName()),
        template.fill(blueprint.identityName()),
        credential(template.fill(blueprint.federation().appCredential()), Integer.MAX_VALUE),
        credential(template.fill(blueprint.federation().identityCredential()), CREDENTIAL_LENGTH));
  }

  /** Entra's documentation: letters, digits, hyphens and underscores. */
  private static String credential(String name, int length) {
    String valid = name.replaceAll("[^-\\w]", "-");
    return valid.substring(0, Math.min(valid.length(), length));
  }

  /** The GUID of the role definition: role names have no case. */
  String roleGuid() {
    return NameBasedGuid.of("role-definition", role.toLowerCase(Locale.ROOT));
  }

  String roleDefinitionId(String guid) {
    return "/subscriptions/"
        + cluster.subscription()
        + "/providers/Microsoft.Authorization/roleDefinitions/"
        + guid;
  }

  /** The GUID of the assignment at a scope; another principal replaces the assignment. */
  String assignmentGuid(String scope) {
    return NameBasedGuid.of(
        "role-assignment",
        cluster.uri().toString(),
        role.toLowerCase(Locale.ROOT),
        scope.toLowerCase(Locale.ROOT));
  }

  /** The alternate key of the app registration, which its display name is not. */
  String appUniqueName() {
    return "onboard4j-" + NameBasedGuid.of("application", cluster.uri().toString());
  }

  String identityId() {
    return cluster.groupScope()
        + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/"
        + identity;
  }

  ResourceId roleResource() {
    return ResourceId.of("role-definition", role);
  }

  ResourceId appResource() {
    return ResourceId.of("application", app);
  }

  ResourceId principalResource() {
    return ResourceId.of("service-principal", app);
  }

  ResourceId appCredentialResource() {
    return ResourceId.of("federated-credential", appCredential);
  }

  ResourceId secretResource() {
    return ResourceId.of("client-secret", secret);
  }

  ResourceId identityResource() {
    return ResourceId.of("managed-identity", identity);
  }

  ResourceId identityCredentialResource() {
    return ResourceId.of("identity-federated-credential", identityCredential);
  }

  ResourceId assignmentResource(String scope) {
    return ResourceId.of("role-assignment", scope.replaceFirst("(?i)^/subscriptions/", ""));
  }
}
