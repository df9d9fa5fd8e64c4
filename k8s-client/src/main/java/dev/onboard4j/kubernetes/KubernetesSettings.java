package dev.onboard4j.kubernetes;

import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of the connection to a cluster's API server.
 *
 * <p>The contributor {@code kubernetes} declares them; {@link ApiServerConnector} reads them for
 * all contributors.
 */
public final class KubernetesSettings {
  static final String KUBECONFIG = "kubernetes.kubeconfig";
  static final String CONTEXT = "kubernetes.context";
  static final String IDENTITY = "kubernetes.identity";
  static final String RBAC = "kubernetes.rbac";

  static final String IGNORE = "ignore";
  static final String OFF = "off";

  private static final String REQUIRED = "required";

  /** The settings, for a contributor to declare. */
  public static final List<Setting> DECLARED =
      List.of(
          Setting.of(
                  KUBECONFIG,
                  Setting.Type.TEXT,
                  "a kubeconfig file that says how the cluster is reached; default: the cloud says")
              .perRun(),
          Setting.of(CONTEXT, Setting.Type.TEXT, "which context of it; default: its current one")
              .perRun(),
          Setting.choice(
                  IDENTITY,
                  "whether the API server must be the one the cloud names",
                  "match",
                  IGNORE)
              .perRun(),
          Setting.choice(
              RBAC,
              "auto: a manual change where the cloud's access does not work; required: an error then",
              "auto",
              REQUIRED,
              OFF));

  private KubernetesSettings() {}

  /** The problems of these settings; sends no request. */
  public static List<Problem> problems(Settings settings) {
    List<Problem> problems = new ArrayList<>();
    settings
        .text(KUBECONFIG)
        .filter(file -> !Files.isReadable(Path.of(file)))
        .ifPresent(
            file -> problems.add(new Problem(KUBECONFIG, "there is no readable file " + file)));
    if (settings.text(CONTEXT).isPresent() && settings.text(KUBECONFIG).isEmpty()) {
      problems.add(
          new Problem(CONTEXT, "requires kubernetes.kubeconfig, the file that has the context"));
    }
    return problems;
  }

  /** Whether a plan is refused when the API server is out of reach. */
  public static boolean required(Settings settings) {
    return settings.text(RBAC).filter(REQUIRED::equals).isPresent();
  }

  /** Whether the access to the cluster is off. */
  static boolean off(Settings settings) {
    return settings.text(RBAC).filter(OFF::equals).isPresent();
  }
}
