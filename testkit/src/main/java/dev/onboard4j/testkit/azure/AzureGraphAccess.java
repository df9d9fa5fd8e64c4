package dev.onboard4j.testkit.azure;

/** What the administrator may do in Microsoft Graph; see {@link EmbeddedAzure#graph}. */
public enum AzureGraphAccess {
  /** A user with the role Application Administrator. */
  ADMINISTRATOR,
  /** A user without a role, who registers applications where the tenant permits it. */
  MEMBER,
  /** An application with Application.ReadWrite.All. */
  APPLICATION_ALL,
  /** An application with Application.ReadWrite.OwnedBy: it lists nothing. */
  APPLICATION_OWNED,
  /** An application with Application.Read.All. */
  APPLICATION_READ,
  /** No permission of Graph. */
  NONE
}
