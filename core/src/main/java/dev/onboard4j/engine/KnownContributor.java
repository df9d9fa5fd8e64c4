package dev.onboard4j.engine;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Problem;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.Setting;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.Platform;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A contributor as the engine sees it: asked once for its id and its settings, and with an answer
 * or an {@link dev.onboard4j.model.OnboardingException} at each call.
 */
class KnownContributor<C extends Contributor> implements Contributor {
  private final C original;
  private final String id;
  private final List<Setting> settings;

  private KnownContributor(C original) {
    this.original = original;
    id = Unforeseen.answer(original, "id", original::id);
    settings = Unforeseen.list(original, "settings", Setting.class, original::settings);
    settings.forEach(setting -> Unforeseen.answer(original, "settings", setting::key));
  }

  /** Asks a contributor of any sort. */
  static Contributor of(Contributor original) {
    if (original instanceof ClusterProvider provider) {
      return new Provider(provider);
    }
    return original instanceof Platform platform ? of(platform) : new KnownContributor<>(original);
  }

  /** Asks a platform. */
  static Platform of(Platform original) {
    return new KnownPlatform(original);
  }

  /** The class that contributes, for messages and versions. */
  static Class<?> type(Contributor one) {
    return one instanceof KnownContributor<?> known ? known.original.getClass() : one.getClass();
  }

  C original() {
    return original;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public List<Setting> settings() {
    return settings;
  }

  @Override
  public List<Problem> check(Settings values) {
    return Unforeseen.list(original, "check", Problem.class, () -> original.check(values));
  }

  @Override
  public Session open(SessionContext context) {
    return Unforeseen.answer(original, "open", () -> original.open(context));
  }

  /** A cluster provider. */
  private static final class Provider extends KnownContributor<ClusterProvider>
      implements ClusterProvider {
    Provider(ClusterProvider original) {
      super(original);
    }

    @Override
    public ClusterRef parse(URI uri) {
      return Unforeseen.answer(original(), "parse", () -> original().parse(uri));
    }
  }

  /** A platform. */
  private static final class KnownPlatform extends KnownContributor<Platform> implements Platform {
    KnownPlatform(Platform original) {
      super(original);
    }

    @Override
    public Optional<Registration> find(ClusterRef cluster, RequestContext requests) {
      return Unforeseen.answer(original(), "find", () -> original().find(cluster, requests));
    }

    @Override
    public Registration register(ClusterRef cluster, RequestContext requests) {
      return Unforeseen.answer(
          original(), "register", () -> original().register(cluster, requests));
    }

    @Override
    public Optional<String> delivered(
        ClusterRef cluster, String credential, RequestContext requests) {
      return Unforeseen.answer(
          original(), "delivered", () -> original().delivered(cluster, credential, requests));
    }

    @Override
    public void deliver(
        ClusterRef cluster,
        String credential,
        String version,
        Secret value,
        RequestContext requests) {
      Unforeseen.answer(
          original(),
          "deliver",
          () -> {
            original().deliver(cluster, credential, version, value, requests);
            return true;
          });
    }
  }
}
