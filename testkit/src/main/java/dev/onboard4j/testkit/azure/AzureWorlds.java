package dev.onboard4j.testkit.azure;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.IntStream;

/** Tenants as they are found in practice, by name; each is added to what an Azure has. */
public enum AzureWorlds {
  /**
   * Years of others: 60 custom roles with assignments, some of principals that are gone, and 150
   * applications, whose names begin as those of onboarding do.
   */
  YEARS_OF_OTHERS {
    @Override
    public void plant(EmbeddedAzure azure, String group) {
      String scope = scope(azure, group);
      IntStream.range(0, 60).forEach(i -> role(azure, scope, "Team-" + i + "-Operators"));
      IntStream.range(0, 150).forEach(i -> application(azure, display(i)));
    }
  },
  /** Another optimizer and an earlier cluster of this platform side by side with ours. */
  SEVERAL_PLATFORMS {
    @Override
    public void plant(EmbeddedAzure azure, String group) {
      String scope = scope(azure, group);
      role(azure, scope, "OtherOptimizerRole");
      application(azure, "Other Optimizer prod");
      role(azure, scope, "CastAKSRole-00000000");
      application(azure, "CAST.AI old-00000000");
    }
  };

  /** Adds the objects of this world to the tenant and to a resource group of the subscription. */
  public abstract void plant(EmbeddedAzure azure, String group);

  private static String scope(EmbeddedAzure azure, String group) {
    azure.group(EmbeddedAzure.SUBSCRIPTION, group);
    return AzureId.ofGroup(EmbeddedAzure.SUBSCRIPTION, group);
  }

  private static String display(int number) {
    return number % 10 == 0 ? "CAST.AI prod-" + number : "terraform-" + number;
  }

  /** A role, and its assignment to a principal that the directory does not know any more. */
  private static void role(EmbeddedAzure azure, String scope, String name) {
    String role = guid("role", name);
    put(
        azure,
        scope + "/providers/" + ArmRoleDefinitions.TYPE + "/" + role,
        "\"roleName\":\"%s\",\"assignableScopes\":[\"%s\"],\"permissions\":[{\"actions\":[\"*/read\"]}]"
            .formatted(name, scope));
    put(
        azure,
        scope + "/providers/" + ArmRoleAssignments.TYPE + "/" + guid("assignment", name),
        "\"roleDefinitionId\":\"/providers/%s/%s\",\"principalId\":\"%s\",\"principalType\":\"ServicePrincipal\""
            .formatted(ArmRoleDefinitions.TYPE, role, guid("principal", name)));
  }

  private static void put(EmbeddedAzure azure, String id, String properties) {
    azure.change("PUT", id + "?api-version=2022-04-01", "{\"properties\":{" + properties + "}}");
  }

  private static void application(EmbeddedAzure azure, String name) {
    azure.change("POST", "/v1.0/applications", "{\"displayName\":\"" + name + "\"}");
  }

  private static String guid(String kind, String name) {
    byte[] meaning = (kind + "/" + name).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(meaning).toString();
  }
}
