package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubernetesSettings;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import java.util.ArrayList;
import java.util.List;

/** Declares the settings of the contributor: the connection and the managed access. */
final class RbacSettings {
  private static final String EXTRAS = "kubernetes.extras";
  static final String COMPONENTS = "kubernetes.components";

  private static final String REMOVE = "remove";

  private RbacSettings() {}

  /** Whether rules and subjects that others added are removed. */
  static boolean removesExtras(Settings settings) {
    return settings.text(EXTRAS).filter(REMOVE::equals).isPresent();
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
    return List.copyOf(declared);
  }
}
