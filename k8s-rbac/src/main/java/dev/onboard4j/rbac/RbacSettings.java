package dev.onboard4j.rbac;

import dev.onboard4j.kubernetes.KubernetesSettings;
import dev.onboard4j.model.Setting;
import java.util.ArrayList;
import java.util.List;

/** What the contributor can be told: the way to the cluster, and what is set up there. */
final class RbacSettings {
  static final String EXTRAS = "kubernetes.extras";
  static final String COMPONENTS = "kubernetes.components";

  static final String REMOVE = "remove";

  private RbacSettings() {}

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
