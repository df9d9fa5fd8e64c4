package dev.onboard4j.testkit.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One request to AWS, without its protocol.
 *
 * @param service the service it was signed for
 * @param region the region it was signed for
 * @param action the operation
 * @param parameters the arguments; those of a list are {@code Name.member.1} or {@code Name.1}
 * @param hidden the number of lookups that miss the object that the request creates
 */
record AwsCall(
    String service, String region, String action, Map<String, String> parameters, int hidden) {
  private static final Pattern READS = Pattern.compile("(Get|List|Describe|Assume).*");

  String name() {
    return service + ":" + action;
  }

  boolean reads() {
    return READS.matcher(action).matches();
  }

  String partition() {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  Optional<String> find(String parameter) {
    return Optional.ofNullable(parameters.get(parameter));
  }

  String text(String parameter) {
    return find(parameter)
        .orElseThrow(
            () -> new AwsFailure(400, "ValidationError", "missing parameter " + parameter));
  }

  /** The values of a list whose numbered names begin with the prefix, in order. */
  List<String> list(String prefix) {
    List<String> values = new ArrayList<>();
    for (int i = 1; parameters.containsKey(prefix + i); i++) {
      values.add(text(prefix + i));
    }
    return values;
  }

  /** The tags of a list whose numbered names begin with the prefix. */
  Map<String, String> tags(String prefix) {
    Map<String, String> tags = new TreeMap<>();
    for (int i = 1; parameters.containsKey(prefix + i + ".Key"); i++) {
      tags.put(text(prefix + i + ".Key"), find(prefix + i + ".Value").orElse(""));
    }
    return tags;
  }

  AwsCall hiding(int lookups) {
    return new AwsCall(service, region, action, parameters, lookups);
  }
}
