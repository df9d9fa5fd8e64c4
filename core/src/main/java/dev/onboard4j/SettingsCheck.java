package dev.onboard4j;

import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.Contributor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Compares what was given with what the contributors declare, and finds every problem. */
final class SettingsCheck {
  static final String CLUSTER_ID = "platform.cluster-id";
  static final String PRINCIPAL = "platform.principal";
  static final String EXTERNAL_ID = "platform.external-id";

  /** The settings every provider shares. */
  static final List<Setting> SHARED =
      List.of(
          Setting.of(CLUSTER_ID, Setting.Type.TEXT, "the platform's id of this cluster, a UUID"),
          Setting.of(
              PRINCIPAL,
              Setting.Type.TEXT,
              "whom to trust: an ARN, an e-mail, a federated subject"),
          Setting.of(
              EXTERNAL_ID, Setting.Type.TEXT, "the external id to demand; default: the cluster id"),
          Setting.choice(
              "names",
              "as the newest script makes them, or the plain ones of the documents",
              "script",
              "document"));

  private static final String PROPERTY = "onboard4j.";

  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.CASE_INSENSITIVE);

  private final Map<String, Setting> known = new TreeMap<>();
  private final List<? extends Contributor> contributors;

  SettingsCheck(List<? extends Contributor> contributors) {
    this.contributors = contributors;
    SHARED.forEach(setting -> known.put(setting.key(), setting));
    contributors.forEach(
        one -> one.settings().forEach(setting -> known.put(setting.key(), setting)));
  }

  /** Everything wrong with these values, as far as it shows without a cluster. */
  List<Problem> problems(Map<String, String> given) {
    List<Problem> problems = new ArrayList<>();
    given.forEach(
        (key, value) -> {
          Setting setting = known.get(key);
          if (setting == null) {
            problems.add(new Problem(key, "there is no such setting" + nearest(key)));
          } else {
            setting.complaint(value).ifPresent(why -> problems.add(new Problem(key, why)));
          }
        });
    String id = given.get(CLUSTER_ID);
    if (id != null && !UUID.matcher(id).matches()) {
      problems.add(new Problem(CLUSTER_ID, "'" + id + "' is no UUID"));
    }
    Settings valid = settings(given);
    contributors.forEach(one -> problems.addAll(one.check(valid)));
    return problems;
  }

  /**
   * The system properties {@code onboard4j.KEY} that name a setting of these contributors: a
   * property is there for the whole process, so what nobody here knows is meant for others.
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

  /** The valid ones among these values, with the defaults of the rest. */
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

  /** Whether it is only about a setting that was not given and that the platform knows. */
  static boolean suppliedByPlatform(Problem problem, Config config) {
    return List.of(CLUSTER_ID, PRINCIPAL, EXTERNAL_ID).contains(problem.path())
        && !config.settings().containsKey(problem.path());
  }

  /** What the settings say of the cluster; they win over what the platform knows. */
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
    return known.keySet().stream()
        .min(Comparator.comparingInt((String one) -> distance(one, key)).thenComparing(one -> one))
        .map(one -> "; did you mean " + one + "?")
        .orElse("");
  }

  /** Levenshtein's: how many letters to add, drop or change. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
