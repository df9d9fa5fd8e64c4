package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubernetesSettings;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import dev.onboard4j.rbac.RbacBlueprint.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Declares the settings of the contributor: the connection and the managed access. */
final class RbacSettings {
  private static final String EXTRAS = "kubernetes.extras";
  static final String COMPONENTS = "kubernetes.components";
  static final String RELEASES = "kubernetes.releases";

  /** Stands for every component: an umbrella chart installs all of them as one release. */
  static final String ALL = "all";

  private static final String REMOVE = "remove";

  private RbacSettings() {}

  /** Whether rules and subjects that others added are removed. */
  static boolean removesExtras(Settings settings) {
    return settings.text(EXTRAS).filter(REMOVE::equals).isPresent();
  }

  /** The release of a component: the chosen one, or that of the blueprint. */
  static HelmRelease release(Settings settings, Component component, String namespace) {
    SortedMap<String, String> chosen = settings.map(RELEASES);
    String name = chosen.getOrDefault(component.name(), chosen.get(ALL));
    return name == null
        ? new HelmRelease(component.release(), namespace, false)
        : new HelmRelease(name, namespace, true);
  }

  /** The components that settings name and the blueprint does not have, as problems. */
  static List<Problem> unknown(Settings settings, List<Component> components) {
    List<String> known = components.stream().map(Component::name).toList();
    List<Problem> problems = new ArrayList<>();
    settings.list(COMPONENTS).forEach(name -> problem(COMPONENTS, name, known, problems));
    settings.map(RELEASES).keySet().stream()
        .filter(name -> !name.equals(ALL))
        .forEach(name -> problem(RELEASES, name, known, problems));
    return problems;
  }

  private static void problem(String key, String name, List<String> known, List<Problem> problems) {
    if (!known.contains(name)) {
      problems.add(new Problem(key, "'" + name + "' is none of " + known));
    }
  }

  static List<Setting> declared() {
    List<Setting> declared = new ArrayList<>(KubernetesSettings.DECLARED);
    declared.add(
        Setting.choice(
            EXTRAS,
            "what becomes of rules and subjects that others added to the components' access",
            "keep",
            REMOVE));
    declared.add(
        Setting.of(
            COMPONENTS,
            Setting.Type.LIST,
            "the components whose access is set up; default: all that are not optional"));
    declared.add(
        Setting.of(
            RELEASES,
            Setting.Type.MAP,
            "the Helm releases that may take the objects over, if the blueprint's names are not"
                + " theirs: COMPONENT=RELEASE, or all=RELEASE for an umbrella chart"));
    return List.copyOf(declared);
  }
}
