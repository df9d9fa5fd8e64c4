package dev.onboard4j.eks;

import dev.onboard4j.model.ResourceId;
import dev.onboard4j.testkit.contract.Place;
import dev.onboard4j.testkit.contract.StateDifference;
import java.util.List;
import java.util.regex.Pattern;

/** Tells where a part of the state of the embedded AWS belongs in a plan. */
final class AwsPlaces {
  private AwsPlaces() {}

  /** The path is service, object, field, and so on: {@code iam, role NAME, tags, KEY}. */
  static List<Place> of(StateDifference difference) {
    List<String> path = difference.path();
    String[] object = path.get(1).split(" ", 2);
    return switch (object[0]) {
      case "role" -> role(Place.of(ResourceId.of("iam-role", object[1])), difference);
      case "policy" -> policy(Place.of(ResourceId.of("iam-policy", object[1])), path);
      case "instance-profile" -> profile(Place.of(ResourceId.of(object[0], object[1])), path);
      case "security-group" ->
          group(Place.of(ResourceId.of(object[0], object[1].split("/", 3)[2])), path);
      case "access-entry" ->
          entry(Place.of(ResourceId.of(object[0], object[1].replaceFirst(".*/", ""))), path);
      default -> List.of();
    };
  }

  private static List<Place> role(Place role, StateDifference difference) {
    List<String> path = difference.path();
    return switch (path.get(2)) {
      case "arn", "session" -> List.of(role.in("path"));
      case "tags" -> List.of(role.in(tag(path)));
      case "boundary" -> List.of(role.in("permissions-boundary"));
      case "attached" -> List.of(role.in("attachments").item(difference.text()::equals));
      case "documents" ->
          List.of(
              role.in(Pattern.quote("inline." + path.get(3))),
              role.in("inline policy").item(path.get(3)::equals));
      default -> List.of(role.in(path.get(2)));
    };
  }

  /** No field tells the description, which AWS never changes. */
  private static List<Place> policy(Place policy, List<String> path) {
    return switch (path.get(2)) {
      case "tags" -> List.of(policy.in(tag(path)));
      default -> List.of(policy.in("document"));
    };
  }

  private static List<Place> profile(Place profile, List<String> path) {
    return switch (path.get(2)) {
      case "tags" -> List.of(profile.in(tag(path)));
      case "attached" -> List.of(profile.in("role"));
      default -> List.of(profile.in("path"));
    };
  }

  private static List<Place> group(Place group, List<String> path) {
    return switch (path.get(2)) {
      case "tags" -> List.of(group.in(tag(path)));
      case "description" -> List.of(group.in("vpc"));
      default -> List.of(group.in(path.get(2)));
    };
  }

  private static List<Place> entry(Place entry, List<String> path) {
    return List.of(entry.in(path.get(2).equals("tags") ? tag(path) : path.get(2)));
  }

  private static String tag(List<String> path) {
    return Pattern.quote("tags." + path.get(3));
  }
}
