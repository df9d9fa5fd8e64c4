package dev.onboard4j.gke;

import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.support.EndpointSettings;
import java.util.ArrayList;
import java.util.List;
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

  // IAM API reference: roleId, accountId; unique ids are numbers.
  private static final Pattern ROLE_FORM = Pattern.compile("[a-zA-Z0-9_.]{3,64}");
  private static final Pattern ACCOUNT_FORM = Pattern.compile("[a-z]([-a-z0-9]{4,28}[a-z0-9])");
  private static final Pattern UNIQUE_ID = Pattern.compile("\\d{1,30}");
  static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[a-z0-9.-]+\\.gserviceaccount\\.com");

  static final List<Setting> DECLARED = declared();

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
    all.add(
        Setting.of(ROLE_ID, Setting.Type.TEXT, "own id of the custom role")
            .matching(ROLE_FORM, "3 to 64 letters, digits, _ and ."));
    all.add(
        Setting.of(ACCOUNT_ID, Setting.Type.TEXT, "own id of the service account")
            .matching(ACCOUNT_FORM, "6 to 30 lower-case letters, digits and hyphens"));
    all.add(
        Setting.of(
                NODE_ACCOUNTS,
                Setting.Type.LIST,
                "unique ids of the nodes' service accounts: the platform may act as these alone")
            .matching(UNIQUE_ID, "a number, not an e-mail"));
    all.add(
        Setting.of(
            FEATURES,
            Setting.Type.LIST,
            "optional groups of permissions that the blueprint names"));
    all.add(
        Setting.of(RUN_AS, Setting.Type.TEXT, "service account to act as, for reading and writing")
            .matching(EMAIL, "the e-mail of a service account"));
    all.addAll(EndpointSettings.declare(SERVICES));
    return List.copyOf(all);
  }
}
