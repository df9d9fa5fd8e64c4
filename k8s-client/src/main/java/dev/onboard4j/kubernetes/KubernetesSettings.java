package dev.onboard4j.rbac;

import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the Kubernetes half can be told. */
final class RbacSettings {
  static final String KUBECONFIG = "kubernetes.kubeconfig";
  static final String CONTEXT = "kubernetes.context";
  static final String IDENTITY = "kubernetes.identity";
  static final String RBAC = "kubernetes.rbac";
  static final String EXTRAS = "kubernetes.extras";
  static final String COMPONENTS = "kubernetes.components";

  static final String IGNORE = "ignore";
  static final String REQUIRED = "required";
  static final String OFF = "off";
  static final String REMOVE = "remove";

  static final List<Setting> DECLARED =
      List.of(
          Setting.of(
              KUBECONFIG,
              Setting.Type.TEXT,
              "a kubeconfig file that says how the cluster is reached; default: the cloud says"),
          Setting.of(CONTEXT, Setting.Type.TEXT, "which context of it; default: its current one"),
          Setting.choice(
              IDENTITY, "whether the API server must be the one the cloud names", "match", IGNORE),
          Setting.choice(
              RBAC,
              "auto: told as manual where the API server is out of reach; required: refused then",
              "auto",
              REQUIRED,
              OFF),
          Setting.choice(
              EXTRAS,
              "what becomes of rules and subjects that others added to the components' access",
              "keep",
              REMOVE),
          Setting.of(
              COMPONENTS,
              Setting.Type.LIST,
              "the components whose access is set up; default: all that are not optional"));

  private RbacSettings() {}

  /** What is wrong with them alone. */
  static List<Problem> problems(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    settings
        .text(KUBECONFIG)
        .filter(file -> !Files.isReadable(Path.of(file)))
        .ifPresent(
            file -> problems.add(new Problem(KUBECONFIG, "there is no readable file " + file)));
    if (settings.text(CONTEXT).isPresent() && settings.text(KUBECONFIG).isEmpty()) {
      problems.add(new Problem(CONTEXT, "needs kubernetes.kubeconfig: the file it is a part of"));
    }
    return problems;
  }
}
