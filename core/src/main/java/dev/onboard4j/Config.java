package dev.onboard4j;

import dev.onboard4j.spi.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything an {@link Onboarding} was told; immutable, changed by way of a draft. */
record Config(
    String provider,
    ClassLoader loader,
    @Nullable String blueprint,
    @Nullable Path blueprintFile,
    Map<String, String> settings,
    Function<Catalog, Platform> platform,
    Map<Class<?>, Object> given,
    List<Events.Listener<?>> listeners,
    Set<String> adopted,
    Set<String> allowed,
    int parallelism,
    @Nullable Duration deadline,
    @Nullable Duration stepDeadline,
    OnFailure onFailure,
    RequestInterceptor interceptor,
    Time time,
    Cancellation cancellation) {

  static Config of(String provider, ClassLoader loader) {
    return new Config(
        provider,
        loader,
        null,
        null,
        Map.of(),
        catalog -> Platform.none(),
        Map.of(),
        List.of(),
        Set.of(),
        Set.of(),
        8,
        null,
        null,
        OnFailure.KEEP,
        new Straight(),
        Time.system(),
        new Cancellation());
  }

  /** A copy with something changed. */
  Config with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  /** A copy in the making; lives within one call of {@link #with}. */
  static final class Draft {
    private final String provider;
    private final ClassLoader loader;
    @Nullable String blueprint;
    @Nullable Path blueprintFile;
    final Map<String, String> settings;
    Function<Catalog, Platform> platform;
    final Map<Class<?>, Object> given;
    final List<Events.Listener<?>> listeners;
    final Set<String> adopted;
    final Set<String> allowed;
    int parallelism;
    @Nullable Duration deadline;
    @Nullable Duration stepDeadline;
    OnFailure onFailure;
    RequestInterceptor interceptor;
    Time time;
    Cancellation cancellation;

    private Draft(Config from) {
      provider = from.provider;
      loader = from.loader;
      blueprint = from.blueprint;
      blueprintFile = from.blueprintFile;
      settings = new TreeMap<>(from.settings);
      platform = from.platform;
      given = new LinkedHashMap<>(from.given);
      listeners = new ArrayList<>(from.listeners);
      adopted = new TreeSet<>(from.adopted);
      allowed = new TreeSet<>(from.allowed);
      parallelism = from.parallelism;
      deadline = from.deadline;
      stepDeadline = from.stepDeadline;
      onFailure = from.onFailure;
      interceptor = from.interceptor;
      time = from.time;
      cancellation = from.cancellation;
    }

    private Config config() {
      return new Config(
          provider,
          loader,
          blueprint,
          blueprintFile,
          settings,
          platform,
          given,
          listeners,
          adopted,
          allowed,
          parallelism,
          deadline,
          stepDeadline,
          onFailure,
          interceptor,
          time,
          cancellation);
    }
  }

  /** Nobody stands around the requests. */
  private static final class Straight implements RequestInterceptor {
    @Override
    public <T> T send(OutgoingRequest request, Supplier<T> send) {
      return send.get();
    }
  }
}
