package dev.onboard4j.engine;

import dev.onboard4j.model.Setting;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Contributes beside a cloud, in the way that a test hands over. */
public final class AnotherContributor implements Contributor {
  /** What it does, and what it was told. */
  static final class Script {
    final List<Optional<KubernetesAccess>> told = new ArrayList<>();
    int opened;
    Runnable whenOpened = () -> {};
    Runnable whenDeclared = () -> {};
    Runnable whenClosed = () -> {};
  }

  @Override
  public String id() {
    return "another";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Session open(SessionContext context) {
    Script script = context.given(Script.class).orElseThrow();
    script.opened++;
    script.whenOpened.run();
    return new Session() {
      @Override
      public Declaration declare() {
        script.told.add(context.kubernetes());
        script.whenDeclared.run();
        return Declaration.of(List.of());
      }

      @Override
      public void close() {
        script.whenClosed.run();
      }
    };
  }
}
