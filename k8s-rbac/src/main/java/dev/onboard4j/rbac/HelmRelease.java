package dev.onboard4j.rbac;

/**
 * The Helm release that may take an object over.
 *
 * @param name its name; the empty string if no release may
 * @param namespace its namespace
 * @param chosen whether the settings name it: then objects that name another release are changed
 */
record HelmRelease(String name, String namespace, boolean chosen) {
  static final HelmRelease NONE = new HelmRelease("", "", false);

  boolean exists() {
    return !name.isEmpty();
  }
}
