package dev.onboard4j.testkit.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.Map;

/**
 * The members that a request may have, and their types, as azure-rest-api-specs declares them. What
 * only the service sets may be sent: it is ignored.
 */
final class ArmShape {
  static final ArmShape ROLE_DEFINITION =
      new ArmShape(
          "RoleDefinitionProperties",
          Map.of(
              "roleName", JsonNodeType.STRING,
              "type", JsonNodeType.STRING,
              "description", JsonNodeType.STRING,
              "assignableScopes", JsonNodeType.ARRAY,
              "permissions", JsonNodeType.ARRAY));
  static final ArmShape PERMISSION =
      new ArmShape(
          "Permission",
          Map.of(
              "actions", JsonNodeType.ARRAY,
              "notActions", JsonNodeType.ARRAY,
              "dataActions", JsonNodeType.ARRAY,
              "notDataActions", JsonNodeType.ARRAY));
  static final ArmShape ROLE_ASSIGNMENT =
      new ArmShape(
          "RoleAssignmentProperties",
          Map.of(
              "roleDefinitionId", JsonNodeType.STRING,
              "principalId", JsonNodeType.STRING,
              "principalType", JsonNodeType.STRING,
              "description", JsonNodeType.STRING,
              "condition", JsonNodeType.STRING,
              "conditionVersion", JsonNodeType.STRING,
              "delegatedManagedIdentityResourceId", JsonNodeType.STRING));
  static final ArmShape FEDERATED_CREDENTIAL =
      new ArmShape(
          "FederatedIdentityCredentialProperties",
          Map.of(
              "issuer", JsonNodeType.STRING,
              "subject", JsonNodeType.STRING,
              "audiences", JsonNodeType.ARRAY));
  static final ArmShape RESOURCE =
      new ArmShape(
          "Resource",
          Map.of(
              "id", JsonNodeType.STRING,
              "name", JsonNodeType.STRING,
              "type", JsonNodeType.STRING,
              "location", JsonNodeType.STRING,
              "tags", JsonNodeType.OBJECT,
              "properties", JsonNodeType.OBJECT));

  private final String type;
  private final Map<String, JsonNodeType> members;

  private ArmShape(String type, Map<String, JsonNodeType> members) {
    this.type = type;
    this.members = members;
  }

  /** Refuses a member that the type does not have, and a value of another type. */
  void check(JsonNode object) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      JsonNodeType wanted = members.get(member.getKey());
      if (wanted == null) {
        throw invalid("Could not find member '" + member.getKey() + "' on object of type '" + type);
      }
      boolean fits = member.getValue().isNull() || member.getValue().getNodeType() == wanted;
      if (!fits) {
        throw invalid("Unexpected value at member '" + member.getKey() + "' of type '" + type);
      }
    }
  }

  private static AzureFailure invalid(String words) {
    return new AzureFailure(
        400,
        "InvalidRequestContent",
        "The request content was invalid and could not be deserialized: '" + words + "'.'.");
  }
}
