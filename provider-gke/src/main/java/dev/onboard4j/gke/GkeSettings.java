package dev.onboard4j.gke;

import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the provider can be told. */
final class GkeSettings {
  static final String ACCESS = "gke.access";
  static final String IMPERSONATION = "impersonation";
  static final String WORKLOAD_IDENTITY = "workload-identity";
  static final String KEY = "key";
  static final String ROLE = "gke.role";
  static final String ROLE_ID = "gke.role-id";
  static final String ACCOUNT_ID = "gke.account-id";
  static final String NODE_ACCOUNTS = "gke.node-account-ids";
  static final String FEATURES = "gke.features";
  static final String RUN_AS = "gke.impersonate-service-account";
  static final List<String> SERVICES =
      List.of("serviceusage", "iam", "cloudresourcemanager", "container");

  static final List<Setting> DECLARED = declared();

  // IAM API reference: roleId, accountId; unique ids are numbers.
  private static final Pattern ROLE_FORM = Pattern.compile("[a-zA-Z0-9_.]{3,64}");
  private static final Pattern ACCOUNT_FORM = Pattern.compile("[a-z]([-a-z0-9]{4,28}[a-z0-9])");
  private static final Pattern UNIQUE_ID = Pattern.compile("\\d{1,30}");
  static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[a-z0-9.-]+\\.gserviceaccount\\.com");

  private GkeSettings() {}

  private static List<Setting> declared() {
    List<Setting> all = new ArrayList<>();
    all.add(
        Setting.choice(
            ACCESS,
            "how the platform gets in: by impersonation, by workload identity, or with a key",
            IMPERSONATION,
            WORKLOAD_IDENTITY,
            KEY));
    all.add(
        Setting.choice(
            ROLE,
            "one custom role for the whole project, or one per cluster",
            "project",
            "cluster"));
    all.add(Setting.of(ROLE_ID, Setting.Type.TEXT, "own id of the custom role"));
    all.add(Setting.of(ACCOUNT_ID, Setting.Type.TEXT, "own id of the service account"));
    all.add(
        Setting.of(
            NODE_ACCOUNTS,
            Setting.Type.LIST,
            "unique ids of the nodes' service accounts: the platform may act as these alone"));
    all.add(
        Setting.of(
            FEATURES,
            Setting.Type.LIST,
            "optional groups of permissions that the blueprint names"));
    all.add(
        Setting.of(
            RUN_AS, Setting.Type.TEXT, "service account to act as, for reading and writing"));
    SERVICES.forEach(
        service ->
            all.add(
                Setting.of(
                    "endpoint." + service,
                    Setting.Type.URI,
                    "address of the " + service + " API to use")));
    return List.copyOf(all);
  }

  static List<Problem> problems(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    form(settings.text(ROLE_ID), ROLE_ID, ROLE_FORM, "3 to 64 letters, digits, _ and .", problems);
    form(
        settings.text(ACCOUNT_ID),
        ACCOUNT_ID,
        ACCOUNT_FORM,
        "6 to 30 lower-case letters, digits and hyphens",
        problems);
    form(settings.text(RUN_AS), RUN_AS, EMAIL, "the e-mail of a service account", problems);
    for (String id : settings.list(NODE_ACCOUNTS)) {
      form(Optional.of(id), NODE_ACCOUNTS, UNIQUE_ID, "a number, not an e-mail", problems);
    }
    return problems;
  }

  private static void form(
      Optional<String> value, String key, Pattern form, String rule, List<Problem> problems) {
    value
        .filter(text -> !form.matcher(text).matches())
        .ifPresent(
            text -> problems.add(new Problem(key, "'" + text + "' is not valid: it is " + rule)));
  }
}
