package dev.onboard4j.rbac;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small blueprint with one name prefix, so that many worlds share one cluster. */
final class TestBlueprint {
  private static final String TEXT =
      """
      {"id": "test/%2$s", "contributors": {"kubernetes": {
        "namespace": "NAME-agent",
        "components": [
          {"name": "NAME-agent", "release": "NAME-agent", "createsNamespace": true,
           "serviceAccounts": ["NAME-agent"],
           "roles": [
             {"kind": "ClusterRole", "name": "NAME-agent", "serviceAccount": "NAME-agent", "rules": [
               {"apiGroups": [""], "resources": ["pods", "nodes"], "verbs": ["get", "list"],
                "reason": "sees", "provenance": "test"},
               {"nonResourceURLs": ["/version"], "verbs": ["get"],
                "reason": "knows", "provenance": "test"}%3$s]%4$s},
             {"kind": "Role", "namespace": "NAME-agent", "name": "NAME-agent",
              "serviceAccount": "NAME-agent", "rules": [
               {"apiGroups": ["apps"], "resources": ["deployments"], "resourceNames": ["NAME"],
                "verbs": ["patch"], "reason": "fits", "provenance": "test"}]}]},
          {"name": "NAME-controller", "release": "controller", "serviceAccounts": ["NAME-controller"],
           "roles": [
             {"kind": "Role", "namespace": "NAME-agent", "name": "NAME-controller",
              "serviceAccount": "NAME-controller", "rules": [
               {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"],
                "reason": "rules", "provenance": "test"}]}]}
        ]}}}
      """;

  private TestBlueprint() {}

  static Path first(Path folder, String name) {
    return write(folder, name, "1", "", "");
  }

  /** The next version: adds watch and no longer lists nodes. */
  static Path second(Path folder, String name) {
    return write(
        folder,
        name,
        "2",
        """
        , {"apiGroups": [""], "resources": ["pods"], "verbs": ["watch"],
           "reason": "watches", "provenance": "test"}\
        """,
        """
        , "retired": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]\
        """);
  }

  /** A version that does not know the controller yet. */
  static Path earlier(Path folder, String name) {
    String text = TEXT.formatted("", "0", "", "");
    String known = text.substring(0, text.lastIndexOf(",\n", text.indexOf("NAME-controller")));
    return write(folder, name, "0", known + "]}}}");
  }

  private static Path write(
      Path folder, String name, String version, String rules, String retired) {
    return write(folder, name, version, TEXT.formatted("", version, rules, retired));
  }

  private static Path write(Path folder, String name, String version, String form) {
    String text = form.replace("NAME", name);
    try {
      return Files.writeString(folder.resolve(name + version + ".json"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
