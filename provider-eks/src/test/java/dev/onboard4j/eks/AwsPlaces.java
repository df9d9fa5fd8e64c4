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
      case "policy" -> policy(Place.of(ResourceId.of("iam-policy", object[1])), difference);
      case "instance-profile" -> profile(Place.of(ResourceId.of(object[0], object[1])), difference);
      case "security-group" ->
          group(Place.of(ResourceId.of(object[0], object[1].split("/", 3)[2])), difference);
      case "access-entry" ->
          entry(Place.of(ResourceId.of(object[0], object[1].replaceFirst(".*/", ""))), difference);
      default -> List.of();
    };
  }

  private static List<Place> role(Place role, StateDifference difference) {
    List<String> path = difference.path();
    String text = difference.text();
    return switch (path.get(2)) {
      case "arn", "session" -> List.of(role.in("path"));
      case "tags" -> List.of(role.in(tag(path)).holding(text), former(role, path));
      case "boundary" ->
          List.of(
              role.in("permissions-boundary").holding(text),
              role.in("former-permissions-boundary"));
      case "attached" ->
          List.of(
              role.in("attachments").item(text::equals),
              Place.of(ResourceId.of("iam-policy", last(text))).usedBy(role.resource().name()));
      case "documents" ->
          List.of(
              role.in(Pattern.quote("inline." + path.get(3))).holding(document(text)),
              role.in("inline policy").item(path.get(3)::equals));
      case "trust" -> List.of(role.in("trust").holding(document(text)));
      default -> List.of(role.in(path.get(2)).holding(text));
    };
  }

  /** No field tells the description, which AWS never changes. */
  private static List<Place> policy(Place policy, StateDifference difference) {
    List<String> path = difference.path();
    String text = difference.text();
    return switch (path.get(2)) {
      case "tags" -> List.of(policy.in(tag(path)).holding(text), former(policy, path));
      case "documents" -> List.of(policy.in("document").holding(document(text)));
      default -> List.of(policy.in("document"));
    };
  }

  private static Object document(String text) {
    return PolicyDocument.canonical(Json.read(text));
  }

  private static List<Place> profile(Place profile, StateDifference difference) {
    List<String> path = difference.path();
    return switch (path.get(2)) {
      case "tags" ->
          List.of(profile.in(tag(path)).holding(difference.text()), former(profile, path));
      case "attached" ->
          List.of(
              profile.in("role").holding(difference.text()),
              Place.of(ResourceId.of("iam-role", difference.text()))
                  .usedBy(profile.resource().name()));
      default -> List.of(profile.in("path"));
    };
  }

  private static List<Place> group(Place group, StateDifference difference) {
    List<String> path = difference.path();
    return switch (path.get(2)) {
      case "tags" -> List.of(group.in(tag(path)).holding(difference.text()), former(group, path));
      case "description" -> List.of(group.in("vpc"));
      default -> List.of(group.in(path.get(2)));
    };
  }

  private static List<Place> entry(Place entry, StateDifference difference) {
    List<String> path = difference.path();
    return List.of(
        path.get(2).equals("tags")
            ? entry.in(tag(path)).holding(difference.text())
            : entry.in(path.get(2)),
        former(entry, path));
  }

  /** A tag that former settings set goes when the plan lists its key. */
  private static Place former(Place object, List<String> path) {
    return object.in("former-tags").item(path.get(path.size() - 1)::equals);
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String tag(List<String> path) {
    return Pattern.quote("tags." + path.get(3));
  }
}
