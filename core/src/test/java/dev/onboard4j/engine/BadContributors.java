package dev.onboard4j.engine;

import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** Contributors that break the contract, and two that share an id. */
public final class BadContributors {
  private BadContributors() {}

  /** Answers as the contract demands. */
  public abstract static class Base implements Contributor {
    @Override
    public String id() {
      return "same";
    }

    @Override
    public List<Setting> settings() {
      return List.of();
    }

    @Override
    public Session open(SessionContext context) {
      return () -> Declaration.of(List.of());
    }
  }

  public static final class First extends Base {}

  public static final class Second extends Base {}

  public static final class NullId extends Base {
    @Override
    @SuppressWarnings("NullAway")
    public String id() {
      return null;
    }
  }

  public static final class ThrowingId extends Base {
    @Override
    public String id() {
      throw new IllegalStateException("no id");
    }
  }

  public static final class NullSettings extends Base {
    @Override
    @SuppressWarnings("NullAway")
    public List<Setting> settings() {
      return null;
    }
  }

  public static final class ThrowingSettings extends Base {
    @Override
    public List<Setting> settings() {
      throw new NoClassDefFoundError("a missing class");
    }
  }

  public static final class NullSetting extends Base {
    @Override
    public List<Setting> settings() {
      return Collections.singletonList(null);
    }
  }

  public static final class ThrowingCheck extends Base {
    @Override
    public List<Problem> check(Settings settings) {
      throw new IllegalStateException("no check");
    }
  }

  /** Cannot be created. */
  public static final class Unborn extends Base {
    public Unborn() {
      throw new IllegalStateException("not born", new IOException("the root"));
    }
  }
}
