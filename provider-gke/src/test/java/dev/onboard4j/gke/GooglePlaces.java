package dev.onboard4j.gke;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.testkit.contract.Place;
import dev.onboard4j.testkit.contract.StateDifference;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells where a part of the state of the embedded Google Cloud belongs in a plan. */
final class GooglePlaces {
  private static final Pattern ITEM =
      Pattern.compile("(?s)(\\S+) (\\S+)(?: if (.*) \\((.*?)(?:: .*)?\\))?");

  private GooglePlaces() {}

  /** The path begins with the project and the sort of the object. */
  static List<Place> of(StateDifference difference) {
    List<String> path = difference.path();
    String project = path.get(0);
    return switch (path.get(1)) {
      case "enabled" ->
          List.of(place("enabled-services", project).in("enabled").item(difference.text()::equals));
      case "policy" -> binding(place("project-iam-policy", project), difference.text());
      case "roles" -> List.of(place("custom-role", path.get(2)).in(roleField(path.get(3))));
      default -> account(path.get(2), difference);
    };
  }

  private static Place place(String type, String name) {
    return Place.of(ResourceId.of(type, name));
  }

  private static String roleField(String field) {
    return switch (field) {
      case "description" -> "description|mark\\..*";
      case "stage" -> "stage|launched";
      default -> field;
    };
  }

  private static List<Place> account(String email, StateDifference difference) {
    List<String> path = difference.path();
    Place account = place("service-account", email);
    Place key = place("service-account-key", email);
    return switch (path.get(3)) {
      case "policy" -> binding(place("service-account-iam-policy", email), difference.text());
      case "keys" ->
          List.of(
              difference.vanishes()
                  ? key.in("obsolete-keys").item(path.get(4)::equals)
                  : key.in("delivered"));
      case "displayName" -> List.of(account.in("display-name"));
      case "disabled" -> List.of(account.in("disabled"));
      default -> List.of(account.in("mark\\..*"), key.in("delivered|recorded"));
    };
  }

  private static List<Place> binding(Place policy, String item) {
    Matcher parts = ITEM.matcher(item);
    if (!parts.matches()) {
      return List.of();
    }
    String condition =
        parts.group(3) == null ? "" : " if " + parts.group(4) + ": " + parts.group(3);
    String text = parts.group(1) + " " + parts.group(2) + condition;
    return List.of(
        policy.in("bindings|former-bindings").item(text::equals),
        policy
            .in("deleted-members")
            .item(member -> text.contains(member.replaceAll("uid=\\d+", "uid=N"))));
  }
}
