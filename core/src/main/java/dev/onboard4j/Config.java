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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything an {@link Onboarding} was told; immutable, changed by copying. */
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
        Time.system(),
        new Cancellation());
  }

  Config withBlueprint(@Nullable String id, @Nullable Path file) {
    return new Config(
        provider,
        loader,
        id,
        file,
        settings,
        platform,
        given,
        listeners,
        adopted,
        allowed,
        parallelism,
        deadline,
        time,
        cancellation);
  }

  /** These win over what was set before. */
  Config withSettings(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(settings);
    all.putAll(more);
    return new Config(
        provider,
        loader,
        blueprint,
        blueprintFile,
        all,
        platform,
        given,
        listeners,
        adopted,
        allowed,
        parallelism,
        deadline,
        time,
        cancellation);
  }

  Config withPlatform(Function<Catalog, Platform> other) {
    return new Config(
        provider,
        loader,
        blueprint,
        blueprintFile,
        settings,
        other,
        given,
        listeners,
        adopted,
        allowed,
        parallelism,
        deadline,
        time,
        cancellation);
  }

  Config withGiven(Class<?> type, Object value) {
    Map<Class<?>, Object> all = new LinkedHashMap<>(given);
    all.put(type, value);
    return new Config(
        provider,
        loader,
        blueprint,
        blueprintFile,
        settings,
        platform,
        all,
        listeners,
        adopted,
        allowed,
        parallelism,
        deadline,
        time,
        cancellation);
  }

  Config withListener(Events.Listener<?> listener) {
    List<Events.Listener<?>> all = new ArrayList<>(listeners);
    all.add(listener);
    return new Config(
        provider,
        loader,
        blueprint,
        blueprintFile,
        settings,
        platform,
        given,
        all,
        adopted,
        allowed,
        parallelism,
        deadline,
        time,
        cancellation);
  }

  Config withConsents(Set<String> ids, Set<String> kinds) {
    Set<String> allIds = new TreeSet<>(adopted);
    allIds.addAll(ids);
    Set<String> allKinds = new TreeSet<>(allowed);
    allKinds.addAll(kinds);
    return new Config(
        provider,
        loader,
        blueprint,
        blueprintFile,
        settings,
        platform,
        given,
        listeners,
        allIds,
        allKinds,
        parallelism,
        deadline,
        time,
        cancellation);
  }

  Config withPace(int requests, @Nullable Duration limit) {
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
        requests,
        limit,
        time,
        cancellation);
  }

  Config withTime(Time other, Cancellation wish) {
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
        other,
        wish);
  }
}
