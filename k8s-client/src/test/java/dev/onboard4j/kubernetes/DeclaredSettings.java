package dev.onboard4j.kubernetes;

import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.util.List;

/** Declares only the settings of the connection to the cluster. */
public final class DeclaredSettings implements Contributor {
  /** Used by {@link java.util.ServiceLoader}. */
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
