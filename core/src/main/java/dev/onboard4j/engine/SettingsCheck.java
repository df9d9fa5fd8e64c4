package dev.onboard4j.engine;

import dev.onboard4j.model.Blueprint;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import dev.onboard4j.model.TextRule;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.support.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Checks the given settings against the declared ones and finds all problems. */
final class SettingsCheck {
  static final String CLUSTER_ID = "platform.cluster-id";
  static final String PRINCIPAL = "platform.principal";
  static final String EXTERNAL_ID = "platform.external-id";

  private static final List<Setting> REGISTRATION =
      List.of(
          Setting.of(CLUSTER_ID, Setting.Type.TEXT, "the platform's id of this cluster"),
          Setting.of(
              PRINCIPAL,
              Setting.Type.TEXT,
              "the principal to trust: an ARN, an e-mail address, a federated subject"),
          Setting.of(
              EXTERNAL_ID,
              Setting.Type.TEXT,
              "the external id that the trust policy requires; default: the cluster id"));

  /** The settings that all providers share. */
  static final List<Setting> SHARED =
      Stream.concat(REGISTRATION.stream(), RunLimits.SETTINGS.stream()).toList();

  private static final String PROPERTY = "onboard4j.";

  private final Map<String, Setting> known = new TreeMap<>();
  private final List<? extends Contributor> contributors;

  SettingsCheck(List<? extends Contributor> contributors) {
    this.contributors = contributors;
    SHARED.forEach(setting -> known.put(setting.key(), setting));
    contributors.forEach(
        one -> one.settings().forEach(setting -> known.put(setting.key(), setting)));
  }

  /** All problems of these values that can be found without a cluster. */
  List<Problem> problems(Map<String, String> given) {
    List<Problem> problems = new ArrayList<>();
    given.forEach(
        (key, value) -> {
          Setting setting = known.get(key);
          if (setting == null) {
            problems.add(new Problem(key, "this setting does not exist" + nearest(key)));
          } else {
            setting.complaint(value).ifPresent(why -> problems.add(new Problem(key, why)));
          }
        });
    Settings valid = settings(given);
    contributors.forEach(one -> problems.addAll(one.check(valid)));
    return problems;
  }

  /** Whether a setting stays out of plans: the caller of each run decides, or it is a secret. */
  boolean isPrivate(String key) {
    Setting setting = known.get(key);
    // Whatever a contributor says of it, an endpoint directs credentials.
    return key.startsWith("endpoint.")
        || (setting != null
            && (setting.scope() == Setting.Scope.RUN || setting.type() == Setting.Type.SECRET));
  }

  /** The problem of a cluster id that does not match the rule of the blueprint. */
  static List<Problem> registrationProblems(Map<String, String> given, Blueprint blueprint) {
    String id = given.get(CLUSTER_ID);
    TextRule rule = blueprint.clusterId();
    return id == null || rule == null
        ? List.of()
        : rule.complaint(id).map(why -> new Problem(CLUSTER_ID, why)).stream().toList();
  }

  /**
   * The system properties {@code onboard4j.KEY} that name a declared setting.
   *
   * <p>A property holds for the whole process, so an unknown one may be meant for another provider.
   */
  Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    known
        .keySet()
        .forEach(
            key -> {
              String value = System.getProperty(PROPERTY + key);
              if (value != null) {
                properties.put(key, value);
              }
            });
    return properties;
  }

  /** The valid values, and the defaults of the other settings. */
  Settings settings(Map<String, String> given) {
    Map<String, String> values = new TreeMap<>();
    known.forEach(
        (key, setting) -> {
          String value = given.get(key);
          boolean valid = value != null && setting.complaint(value).isEmpty();
          if (valid || !setting.defaultValue().isEmpty()) {
            values.put(key, valid ? String.valueOf(value) : setting.defaultValue());
          }
        });
    return Settings.of(values);
  }

  /** Whether the problem is about a setting that was not given and that the platform supplies. */
  static boolean suppliedByPlatform(Problem problem, EngineConfig config) {
    return List.of(CLUSTER_ID, PRINCIPAL, EXTERNAL_ID).contains(problem.path())
        && !config.settings().containsKey(problem.path());
  }

  /** The registration; settings take precedence over the values of the platform. */
  static Registration registration(Settings settings, Registration known) {
    Registration merged = known;
    Optional<String> id = settings.text(CLUSTER_ID);
    Optional<String> principal = settings.text(PRINCIPAL);
    Optional<String> externalId = settings.text(EXTERNAL_ID);
    merged = id.isPresent() ? merged.withClusterId(id.get()) : merged;
    merged = principal.isPresent() ? merged.withPrincipal(principal.get()) : merged;
    return externalId.isPresent() ? merged.withExternalId(externalId.get()) : merged;
  }

  private String nearest(String key) {
    return Nearest.to(key, known.keySet()).map(one -> "; did you mean " + one + "?").orElse("");
  }
}
