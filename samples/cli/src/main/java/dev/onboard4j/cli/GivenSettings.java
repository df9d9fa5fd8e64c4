package dev.onboard4j.cli;

import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.run.InstalledContributor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Collects the settings of a command line from files and options. */
final class GivenSettings {
  private static final String ENDPOINT = "endpoint.";

  private final List<InstalledContributor> installed;
  private final List<Problem> problems;
  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, String> listed = new TreeMap<>();

  GivenSettings(List<InstalledContributor> installed, List<Problem> problems) {
    this.installed = installed;
    this.problems = problems;
  }

  /** Reads files first, so that options override them. */
  Map<String, String> of(Options options) {
    if (options.endpoints != null) {
      endpoints(options.endpoints);
    }
    if (options.settings != null) {
      file(options.settings);
    }
    options.endpoint.forEach(pair -> put("--endpoint", ENDPOINT, pair));
    options.set.forEach(pair -> put("--set", "", pair));
    if (options.kubeconfig != null) {
      values.put("kubernetes.kubeconfig", options.kubeconfig.toString());
    }
    if (options.context != null) {
      values.put("kubernetes.context", options.context);
    }
    return values;
  }

  private void put(String option, String prefix, String pair) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      problems.add(new Problem(option + " " + pair, "is not of the form KEY=VALUE"));
    } else {
      values.put(prefix + pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
  }

  /** The addresses that a provider knows: the file lists those of every embedded cloud. */
  Map<String, String> endpointsOf(String provider) {
    Map<String, String> own = new TreeMap<>(listed);
    own.keySet()
        .retainAll(
            installed.stream()
                .filter(one -> !one.sort().equals("cluster") || one.id().equals(provider))
                .flatMap(one -> one.settings().stream())
                .map(Setting::key)
                .collect(Collectors.toSet()));
    return own;
  }

  private void endpoints(Path file) {
    try {
      if (Json.first(file).get("endpoints") instanceof Map<?, ?> map) {
        map.forEach((service, url) -> listed.put(ENDPOINT + service, String.valueOf(url)));
      } else {
        problems.add(new Problem("--endpoints", file + " has no object 'endpoints'"));
      }
    } catch (IOException e) {
      problems.add(new Problem("--endpoints", file + " cannot be read: " + e.getMessage()));
    }
  }

  private List<Setting> settings() {
    return installed.stream().flatMap(one -> one.settings().stream()).toList();
  }

  private void file(Path file) {
    try {
      Json.yaml(file).forEach(this::flatten);
    } catch (IOException e) {
      problems.add(new Problem("--settings", file + " cannot be read: " + e.getMessage()));
    }
  }

  /** Joins nested keys with dots; writes a list or a map as the text of one setting. */
  private boolean isMap(String key) {
    return settings().stream()
        .anyMatch(setting -> setting.key().equals(key) && setting.type() == Setting.Type.MAP);
  }

  private static String joined(Map<?, ?> pairs) {
    return pairs.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  private void flatten(String key, @Nullable Object value) {
    if (value instanceof Map<?, ?> pairs && isMap(key)) {
      values.put(key, joined(pairs));
    } else if (value instanceof Map<?, ?> nested) {
      nested.forEach((name, inner) -> flatten(key + "." + name, inner));
    } else if (value instanceof List<?> list) {
      values.put(key, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
    } else if (value != null) {
      values.put(key, String.valueOf(value));
    }
  }
}
