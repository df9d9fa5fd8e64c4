package dev.onboard4j.aks;

import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.support.EndpointSettings;
import dev.onboard4j.spi.support.NamesSetting;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The settings of this provider. */
final class AksSettings {
  static final String ACCESS = "aks.access";
  static final String FEDERATION = "federation";
  static final String MANAGED_IDENTITY = "managed-identity";
  static final String SECRET = "secret";
  static final String CLOUD = "aks.cloud";
  static final String TENANT = "aks.tenant";
  static final String SECRET_DAYS = "aks.secret-days";
  static final String DELETE_SECRETS = "aks.delete-secrets";
  static final String APP_NAME = "aks.app-name";
  static final List<String> SERVICES = List.of("arm", "graph", "login");

  private static final Pattern DAYS = Pattern.compile("[1-9]\\d{0,3}");
  // Graph reference, application: displayName has at most 256 characters.
  private static final Pattern DISPLAY_NAME = Pattern.compile("[^\\p{Cntrl}]{1,256}");

  static final List<Setting> DECLARED = declared();

  private AksSettings() {}

  private static List<Setting> declared() {
    List<Setting> all = new ArrayList<>();
    all.add(
        Setting.choice(
            ACCESS,
            "how the platform authenticates: federation with an app registration, federation with"
                + " a managed identity, or a client secret",
            FEDERATION,
            MANAGED_IDENTITY,
            SECRET));
    // The cloud is where credentials are sent, the tenant whose token is asked for.
    all.add(Setting.choice(CLOUD, "the Azure cloud of the cluster", AzureCloud.words()).perRun());
    all.add(
        text(TENANT, "id of the tenant in place of the one that the subscription names")
            .matching(AksCluster.GUID, "a GUID")
            .perRun());
    all.add(
        text(
                SECRET_DAYS,
                "days after which a client secret expires; required with aks.access=secret")
            .matching(DAYS, "a number of days from 1 to 9999"));
    all.add(
        Setting.of(
                DELETE_SECRETS,
                Setting.Type.LIST,
                "ids of client secrets of the app registration that the plan deletes")
            .matching(AksCluster.GUID, "a GUID, the id of a secret"));
    all.add(
        text(APP_NAME, "display name of the app registration in place of the default")
            .matching(DISPLAY_NAME, "at most 256 printable characters"));
    all.add(NamesSetting.declare());
    all.addAll(EndpointSettings.declare(SERVICES));
    return List.copyOf(all);
  }

  private static Setting text(String key, String description) {
    return Setting.of(key, Setting.Type.TEXT, description);
  }

  /** What is wrong with several settings together. */
  static List<Problem> problems(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    if (access(settings).equals(SECRET) && settings.text(SECRET_DAYS).isEmpty()) {
      problems.add(
          new Problem(
              SECRET_DAYS, "is required with " + ACCESS + "=" + SECRET + ": a number of days"));
    }
    for (String service : SERVICES) {
      EndpointSettings.of(settings, service)
          .filter(uri -> "http".equals(uri.getScheme()) && !isLoopback(uri))
          .ifPresent(
              uri ->
                  problems.add(
                      new Problem(
                          "endpoint." + service,
                          "'" + uri + "' would send tokens in plain text: use https")));
    }
    return problems;
  }

  static String access(Settings settings) {
    return settings.text(ACCESS).orElse(FEDERATION);
  }

  /** Whether both APIs are on this machine: then no credential is looked for. */
  static boolean areEndpointsLocal(Settings settings) {
    return List.of("arm", "graph").stream()
        .allMatch(
            service ->
                EndpointSettings.of(settings, service).filter(AksSettings::isLoopback).isPresent());
  }

  private static boolean isLoopback(URI uri) {
    try {
      return InetAddress.getByName(uri.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
