package dev.onboard4j.engine;

import dev.onboard4j.model.Blueprint;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.Problem;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.Platform;
import java.util.ArrayList;
import java.util.List;

/** The cluster provider, the platform and the other contributors of one operation. */
record Contributors(
    Catalog catalog, ClusterProvider provider, Platform platform, List<Contributor> others) {
  static Contributors of(EngineConfig config) {
    Catalog catalog = new Catalog(config.loader());
    return new Contributors(
        catalog, catalog.provider(config.provider()), platform(config, catalog), catalog.others());
  }

  private static Platform platform(EngineConfig config, Catalog catalog) {
    Platform given = config.platform();
    if (given != null) {
      return KnownContributor.of(given);
    }
    return config.platformId() == null ? Platform.none() : catalog.platform(config.platformId());
  }

  List<Contributor> all() {
    List<Contributor> all = new ArrayList<>();
    all.add(provider);
    all.addAll(others);
    all.add(platform);
    return all;
  }

  /** Whether a platform supplies the registration, which settings state otherwise. */
  boolean platformSupplies() {
    return !platform.id().equals(Platform.none().id());
  }

  SettingsCheck check() {
    return new SettingsCheck(all());
  }

  Blueprint blueprint(EngineConfig config) {
    return new Blueprints(catalog).load(config.blueprint(), config.blueprintFile());
  }

  String version() {
    return jar().version();
  }

  /** The jar of the cluster provider, whose version a plan holds. */
  Jar jar() {
    return Jar.of(KnownContributor.type(provider));
  }

  /** The problems of an exception of category CALLER, or its message as the only problem. */
  List<Problem> problemsOf(OnboardingException e) {
    if (e.category() != OnboardingException.Category.CALLER) {
      throw e;
    }
    return e.problems().isEmpty()
        ? List.of(new Problem(provider.id(), String.valueOf(e.getMessage())))
        : e.problems();
  }
}
