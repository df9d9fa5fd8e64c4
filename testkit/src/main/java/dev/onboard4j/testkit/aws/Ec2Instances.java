package dev.onboard4j.testkit.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Running instances, each with the instance profile it was started with. */
final class Ec2Instances {
  private final Map<String, String> profileArns = new TreeMap<>();

  void add(String id, String profileArn) {
    profileArns.put(id, profileArn);
  }

  void terminate(String id) {
    profileArns.remove(id);
  }

  /** The instances whose profile a filter names; values may hold asterisks. */
  Map<String, Object> describe(Map<String, List<String>> filters) {
    List<String> asked = filters.getOrDefault("iam-instance-profile.arn", List.of("*"));
    List<Object> found = new ArrayList<>();
    profileArns.forEach(
        (id, arn) -> {
          if (asked.stream().anyMatch(pattern -> matches(pattern, arn))) {
            found.add(Map.of("instanceId", id, "iamInstanceProfile", Map.of("arn", arn)));
          }
        });
    return Map.of("reservationSet", List.of(Map.of("instancesSet", found)));
  }

  private static boolean matches(String pattern, String arn) {
    return arn.matches(pattern.replace("*", ".*"));
  }
}
