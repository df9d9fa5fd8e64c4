package dev.onboard4j.kubernetes;

import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.util.List;

/** Declares the settings of the way to the cluster, and nothing else. */
public final class DeclaredSettings implements Contributor {
  /** For {@link java.util.ServiceLoader}. */
  public DeclaredSettings() {}

  @Override
  public String id() {
    return ObjectRef.SERVICE;
  }

  @Override
  public List<Setting> settings() {
    return KubernetesSettings.DECLARED;
  }

  @Override
  public Session open(SessionContext context) {
    return () -> Declaration.of(List.of());
  }
}
