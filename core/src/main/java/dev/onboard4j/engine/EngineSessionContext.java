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
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What one contributor is told.
 *
 * @param contributor its id
 * @param given what the embedder handed over, by type
 * @param way how the API server is reached, as soon as the cluster's provider has declared it
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
    Supplier<Optional<KubernetesAccess>> way,
    Consumer<String> notes)
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
    return way.get();
  }

  @Override
  public void note(String words) {
    notes.accept(words);
  }
}
