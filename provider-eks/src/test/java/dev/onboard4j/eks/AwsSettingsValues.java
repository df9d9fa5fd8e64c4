package dev.onboard4j.eks;

import dev.onboard4j.Onboarding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Values of the settings of EKS, by name; the first one is the default. */
final class AwsSettingsValues {
  /** Values that give objects another name or path; two different ones exclude each other. */
  private static final Set<String> NAMES = Set.of("path", "policy=cluster", "policy-name", "names");

  private AwsSettingsValues() {}

  static Map<String, UnaryOperator<Onboarding>> all() {
    Map<String, UnaryOperator<Onboarding>> values = new LinkedHashMap<>();
    values.put("default", o -> o);
    values.put("team a", o -> o.set("eks.tags", "team=a"));
    values.put("team b", o -> o.set("eks.tags", "team=b,cost=1"));
    values.put("path", o -> o.set("eks.path", "/team/"));
    values.put("policy=cluster", o -> o.set("eks.policy", "cluster"));
    values.put("policy-name", o -> o.set("eks.policy-name", "Mine"));
    values.put("names", o -> o.set("names", "document"));
    values.put(
        "boundary",
        o -> o.set("eks.permissions-boundary", "arn:aws:iam::123456789012:policy/edge"));
    values.put(
        "principal", o -> o.set("platform.principal", "arn:aws:iam::111122223333:user/other"));
    values.put("external id", o -> o.set("platform.external-id", "another-id"));
    values.put("blueprint=2023", o -> o.blueprint("castai/2023"));
    return values;
  }

  /** Whether the second value gives objects of the first one another name or path. */
  static boolean renames(String one, String other) {
    return !one.equals(other) && (NAMES.contains(one) || NAMES.contains(other));
  }
}
