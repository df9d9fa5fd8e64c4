package dev.onboard4j.eks;

import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.support.EndpointSettings;
import dev.onboard4j.spi.support.NamesSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Declares the settings of this provider. */
final class EksSettings {
  static final String PROFILE = "eks.profile";
  static final String ASSUME_ROLE = "eks.assume-role-arn";
  static final String POLICY = "eks.policy";
  static final String POLICY_NAME = "eks.policy-name";
  static final String PATH = "eks.path";
  static final String BOUNDARY = "eks.permissions-boundary";
  static final String TAGS = "eks.tags";
  static final List<String> SERVICES = List.of("iam", "ec2", "eks", "sts");

  // IAM API reference: pathType, tagKeyType, tagValueType; policy names.
  private static final Pattern IAM_PATH = Pattern.compile("/|/[\\x21-\\x7e]{1,510}/");
  private static final Pattern ROLE_ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");
  private static final Pattern POLICY_ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}|aws):policy/[\\w+=,.@/-]+");
  private static final Pattern IAM_POLICY_NAME = Pattern.compile("[\\w+=,.@-]{1,128}");
  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");
  private static final int OUR_TAGS = 6;
  private static final int MAX_TAGS = 50 - OUR_TAGS;

  static final List<Setting> DECLARED = declared();

  private EksSettings() {}

  private static List<Setting> declared() {
    List<Setting> all = new ArrayList<>(credentials());
    all.addAll(policies());
    all.addAll(objects());
    all.addAll(EndpointSettings.declare(SERVICES));
    return List.copyOf(all);
  }

  private static List<Setting> credentials() {
    return List.of(
        text(PROFILE, "profile of the AWS configuration to take credentials from").perRun(),
        text(ASSUME_ROLE, "role to assume before anything is read or written")
            .matching(ROLE_ARN, "the ARN of a role")
            .perRun());
  }

  private static List<Setting> policies() {
    return List.of(
        Setting.choice(
            POLICY,
            "one managed policy for the whole account, or one per cluster",
            "account",
            "cluster"),
        text(POLICY_NAME, "name of the account-wide managed policy")
            .matching(IAM_POLICY_NAME, "1 to 128 letters, digits and +=,.@_-"));
  }

  private static List<Setting> objects() {
    return List.of(
        text(PATH, "IAM path of all created objects; default: /")
            .matching(IAM_PATH, "a path that begins and ends with a slash"),
        text(BOUNDARY, "ARN of a permissions boundary for both roles")
            .matching(POLICY_ARN, "the ARN of a policy"),
        NamesSetting.declare(),
        Setting.of(
            TAGS, Setting.Type.MAP, "tags for all created objects, in addition to the marks"));
  }

  private static Setting text(String key, String description) {
    return Setting.of(key, Setting.Type.TEXT, description);
  }

  /** The problems of the settings together, found without a cluster. */
  static List<Problem> problems(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    if (settings.text(POLICY_NAME).isPresent()
        && settings.text(POLICY).filter("cluster"::equals).isPresent()) {
      problems.add(
          new Problem(
              POLICY_NAME,
              "excludes "
                  + POLICY
                  + "=cluster, which names the policy after the cluster: drop one"));
    }
    settings.map(TAGS).forEach((key, value) -> tag(key, value, problems));
    if (settings.map(TAGS).size() > MAX_TAGS) {
      problems.add(
          new Problem(
              TAGS, "at most " + MAX_TAGS + " tags: AWS allows 50, and onboarding sets some"));
    }
    return problems;
  }

  private static void tag(String key, String value, List<Problem> problems) {
    if (key.startsWith("aws:") || key.startsWith("onboard4j:")) {
      problems.add(new Problem(TAGS, "'" + key + "' is reserved: choose another key"));
    }
    if (key.length() > 128 || value.length() > 256) {
      problems.add(
          new Problem(TAGS, "'" + key + "': AWS allows 128 characters, 256 for the value"));
    }
    if (!TAG.matcher(key).matches() || !TAG.matcher(value).matches()) {
      problems.add(
          new Problem(
              TAGS, "'" + key + "': only letters, digits, spaces and _.:/=+-@ are allowed"));
    }
  }

  /** The tags that the caller sets on all objects, as {@link Settings#map} reads them. */
  static Map<String, String> tags(Settings settings) {
    return settings.map(TAGS);
  }
}
