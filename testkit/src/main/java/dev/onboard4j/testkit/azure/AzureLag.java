package dev.onboard4j.testkit.azure;

/** What Azure and Entra learn late; see {@link EmbeddedAzure#lag}. */
public enum AzureLag {
  /** Reads of Resource Manager miss what it just stored, or still show what was there before. */
  RESOURCE_MANAGER,
  /** Reads of Microsoft Graph miss what it just stored, or still show what was there before. */
  GRAPH,
  /** A role assignment names a principal that Resource Manager does not know yet. */
  PRINCIPAL,
  /** A role assignment names a role definition that is not known yet. */
  ROLE_DEFINITION,
  /** A service principal names an application that is not known yet. */
  APPLICATION,
  /** The token endpoint does not accept a secret or a federated credential yet. */
  CREDENTIAL,
  /** The rights of a new role assignment are not in force yet. */
  RIGHTS
}
