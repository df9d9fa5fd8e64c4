package dev.onboard4j.engine;

import dev.onboard4j.model.Blueprint;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Operation;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.Settings;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.Platform;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.SessionContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The session context of one contributor.
 *
 * @param contributor the id of the contributor
 * @param given the objects that the caller supplied, by type
 * @param access how to connect to the API server; empty before the cluster provider declared it
 */
record EngineSessionContext(
    String contributor,
    ClusterRef cluster,
    Operation operation,
    Registration registration,
    Platform platform,
    Blueprint whole,
    Settings settings,
    Map<Class<?>, Object> given,
    RequestContext requests,
    Supplier<Optional<KubernetesAccess>> access,
    Consumer<String> notes,
    Duration requestLimit)
    implements SessionContext {
  @Override
  public Optional<Map<String, Object>> blueprint() {
    return whole.section(contributor);
  }

  @Override
  public String blueprintId() {
    return whole.id();
  }

  @Override
  public <T> Optional<T> given(Class<T> type) {
    return Optional.ofNullable(given.get(type)).map(type::cast);
  }

  @Override
  public Optional<KubernetesAccess> kubernetes() {
    return access.get();
  }

  @Override
  public void note(String words) {
    notes.accept(words);
  }
}
