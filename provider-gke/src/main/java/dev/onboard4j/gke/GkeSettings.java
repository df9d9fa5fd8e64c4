package dev.onboard4j.gke;

import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.support.EndpointSettings;
import dev.onboard4j.spi.support.NamesSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The settings of this provider. */
final class GkeSettings {
  static final String ACCESS = "gke.access";
  static final String IMPERSONATION = "impersonation";
  static final String WORKLOAD_IDENTITY = "workload-identity";
  static final String KEY = "key";
  static final String ROLE = "gke.role";
  static final String ROLE_ID = "gke.role-id";
  static final String ACCOUNT_ID = "gke.account-id";
  static final String NODE_ACCOUNTS = "gke.node-account-ids";
  static final String DELETE_KEYS = "gke.delete-keys";
  static final String FEATURES = "gke.features";
  static final String RUN_AS = "gke.impersonate-service-account";
  static final List<String> SERVICES =
      List.of("serviceusage", "iam", "cloudresourcemanager", "container");

  // IAM API reference: roleId, accountId; unique ids are numbers.
  private static final Pattern ROLE_FORM = Pattern.compile("[a-zA-Z0-9_.]{3,64}");
  private static final Pattern ACCOUNT_FORM = Pattern.compile("[a-z]([-a-z0-9]{4,28}[a-z0-9])");
  private static final Pattern UNIQUE_ID = Pattern.compile("\\d{1,30}");
  private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{40}");
  static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[a-z0-9.-]+\\.gserviceaccount\\.com");

  static final List<Setting> DECLARED = declared();

  private GkeSettings() {}

  private static List<Setting> declared() {
    List<Setting> all = new ArrayList<>(choices());
    all.addAll(texts());
    all.add(NamesSetting.declare());
    all.addAll(EndpointSettings.declare(SERVICES));
    return List.copyOf(all);
  }

  private static List<Setting> choices() {
    return List.of(
        Setting.choice(
            ACCESS,
            "how the platform authenticates: impersonation, workload identity, or a key",
            IMPERSONATION,
            WORKLOAD_IDENTITY,
            KEY),
        Setting.choice(
            ROLE,
            "scope of the custom role: one per project, or one per cluster",
            "project",
            "cluster"));
  }

  private static List<Setting> texts() {
    return List.of(
        text(ROLE_ID, "id of the custom role in place of the default")
            .matching(ROLE_FORM, "3 to 64 letters, digits, _ and ."),
        text(ACCOUNT_ID, "id of the service account in place of the default")
            .matching(ACCOUNT_FORM, "6 to 30 lower-case letters, digits and hyphens"),
        list(
                NODE_ACCOUNTS,
                "unique ids of the nodes' service accounts, the only ones the platform may act as")
            .matching(UNIQUE_ID, "a number, not an e-mail"),
        list(DELETE_KEYS, "ids of keys of the service account that the plan deletes")
            .matching(KEY_ID, "40 hexadecimal digits, the id of a key"),
        list(FEATURES, "optional groups of permissions of the blueprint"),
        text(RUN_AS, "service account that the caller impersonates in every request")
            .matching(EMAIL, "the e-mail of a service account")
            .perRun());
  }

  private static Setting text(String key, String description) {
    return Setting.of(key, Setting.Type.TEXT, description);
  }

  private static Setting list(String key, String description) {
    return Setting.of(key, Setting.Type.LIST, description);
  }
}
