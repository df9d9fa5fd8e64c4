package dev.onboard4j.aks;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.testkit.contract.Place;
import dev.onboard4j.testkit.contract.StateDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells where a part of an {@link AzureTree} belongs in a plan. */
final class AzurePlaces {
  private static final String DESCRIBED = "description|mark\\..*";
  private static final Place IDENTITY_PLACE = place("managed-identity", AzureWorld.IDENTITY);

  private AzurePlaces() {}

  private static Place place(String type, String name) {
    return Place.of(ResourceId.of(type, name));
  }

  /** The path is the sort of the object, its name, the field, and so on. */
  static List<Place> of(StateDifference difference) {
    List<String> path = difference.path();
    String name = path.get(1);
    boolean ours = name.startsWith(AzureTree.OURS);
    return switch (path.get(0)) {
      case "roles" -> ours ? roles(difference) : List.of();
      case "assignments" -> assignment(name, path.get(path.size() - 1));
      case "identities" ->
          name.endsWith("/" + AzureWorld.IDENTITY) ? List.of(identity(path)) : List.of();
      case "applications" -> ours ? application(path) : List.of();
      case "principals" -> principal(name, difference);
      case "credentials" -> credential(name, difference);
      case "owners" ->
          ours
              ? apps(name.equals(AzureTree.OURS) ? "service-principal" : "application")
              : List.of();
      default -> List.of();
    };
  }

  /** The role of either style of names. */
  private static List<Place> roles(StateDifference difference) {
    return AzureWorld.ROLES.stream()
        .map(name -> role(place("role-definition", name), difference))
        .toList();
  }

  private static Place role(Place role, StateDifference difference) {
    return switch (difference.path().get(2)) {
      case "description" -> role.in(DESCRIBED);
      case "actions" -> role.in("actions").item(difference.text()::equals);
      case "notActions" -> role.in("not-actions").item(difference.text()::equals);
      case "dataActions" -> role.in("data-actions").item(difference.text()::equals);
      case "notDataActions" -> role.in("not-data-actions").item(difference.text()::equals);
      case "assignableScopes" ->
          role.in("assignable-scopes").item(difference.text()::equalsIgnoreCase);
      case "updatedBy" -> role;
      default -> role.in("name");
    };
  }

  /** Another assignment at the scope has another GUID. */
  private static List<Place> assignment(String id, String field) {
    String scope = id.substring(0, id.indexOf("/providers/Microsoft.Authorization/"));
    String guid =
        NameBasedGuid.of(
            "role-assignment",
            AzureWorld.CLUSTER.uri().toString(),
            AzureWorld.ROLE.toLowerCase(Locale.ROOT),
            scope.toLowerCase(Locale.ROOT));
    if (!id.endsWith("/" + guid)) {
      return List.of();
    }
    Place assignment = place("role-assignment", scope.replaceFirst("^/subscriptions/", ""));
    return List.of(
        switch (field) {
          case "description" -> assignment.in(DESCRIBED);
          case "principalType" -> assignment.in("principal-type");
          case "condition", "conditionVersion" -> assignment.in("condition");
          case "principalId" -> assignment.in("principal");
          case "updatedBy" -> assignment;
          default -> assignment.in("role");
        });
  }

  private static Place identity(List<String> path) {
    return path.get(2).equals("tags")
        ? IDENTITY_PLACE.in(Pattern.quote("mark." + path.get(3)))
        : IDENTITY_PLACE.in("location");
  }

  /** The application of either name that the settings of the world give it. */
  private static List<Place> apps(String type) {
    return AzureWorld.APPS.stream().map(name -> place(type, name)).toList();
  }

  private static List<Place> apps(String type, String fields) {
    return apps(type).stream().map(app -> app.in(fields)).toList();
  }

  private static List<Place> application(List<String> path) {
    Place secret = place("client-secret", "prod-castai");
    return switch (path.get(2)) {
      case "tags" ->
          path.get(3).equals(AppSecrets.SECRET_MARK)
              ? tag(secret)
              : apps("application", Pattern.quote("mark." + path.get(3)));
      case "passwordCredentials" ->
          List.of(secret.in("delivered"), secret.in("obsolete-secrets").item(path.get(3)::equals));
      case "signInAudience" -> apps("application", ApplicationHandler.AUDIENCE);
      default -> apps("application", "display-name");
    };
  }

  /** The record of a secret ends with the application. */
  private static List<Place> tag(Place secret) {
    List<Place> places = new ArrayList<>(apps("application", "display-name"));
    places.add(secret.in("recorded|delivered|obsolete-secrets"));
    return places;
  }

  private static List<Place> principal(String name, StateDifference difference) {
    if (name.equals(AzureTree.IDENTITY)) {
      return List.of(IDENTITY_PLACE.in("location"));
    }
    if (!name.equals(AzureTree.OURS)) {
      return List.of();
    }
    return apps(
        "service-principal",
        difference.path().get(2).equals("accountEnabled") ? "enabled" : "application");
  }

  private static List<Place> credential(String parent, StateDifference difference) {
    String name = difference.path().get(2);
    String field = difference.path().size() > 3 ? difference.path().get(3) : "";
    if (parent.equals(AzureTree.OURS) && name.equals(AzureWorld.CREDENTIAL)) {
      Place credential = place("federated-credential", name);
      List<Place> places = new ArrayList<>(List.of(trusts(credential, field, difference)));
      places.add(credential.in("obsolete-credentials").item(name::equals));
      return places;
    }
    return parent.endsWith("/" + AzureWorld.IDENTITY) && name.equals(AzureWorld.IDENTITY_CREDENTIAL)
        ? List.of(trusts(place("identity-federated-credential", name), field, difference))
        : List.of();
  }

  private static Place trusts(Place credential, String field, StateDifference difference) {
    return switch (field) {
      case "description" -> credential.in(DESCRIBED);
      case "subject" -> credential.in(Federation.SUBJECT);
      case "audiences" -> credential.in(Federation.AUDIENCES).item(difference.text()::equals);
      default -> credential.in(Federation.ISSUER);
    };
  }
}
