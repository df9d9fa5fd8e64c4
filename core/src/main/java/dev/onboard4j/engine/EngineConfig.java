package dev.onboard4j.engine;

import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.run.Time;
import dev.onboard4j.spi.Platform;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The configuration of the engine. Immutable; a draft makes a changed copy. */
public record EngineConfig(
    String provider,
    ClassLoader loader,
    @Nullable String blueprint,
    @Nullable Path blueprintFile,
    Map<String, String> settings,
    @Nullable Platform platform,
    @Nullable String platformId,
    Map<Class<?>, Object> given,
    List<Listener<?>> listeners,
    Set<String> adopted,
    Set<String> allowed,
    @Nullable Executor executor,
    @Nullable ThreadFactory threadFactory,
    UnaryOperator<Runnable> taskDecorator,
    Supplier<String> runIds,
    OnFailure onFailure,
    RequestInterceptor interceptor,
    Time time,
    Cancellation cancellation) {

  /** The defaults for a provider. */
  public static EngineConfig of(String provider, ClassLoader loader) {
    return new EngineConfig(
        provider,
        loader,
        null,
        null,
        Map.of(),
        null,
        null,
        Map.of(),
        List.of(),
        Set.of(),
        Set.of(),
        null,
        null,
        UnaryOperator.identity(),
        () -> UUID.randomUUID().toString(),
        OnFailure.KEEP,
        new NoInterceptor(),
        Time.system(),
        new Cancellation());
  }

  /** A changed copy. */
  public EngineConfig with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.config();
  }

  /** A mutable copy; valid during one call of {@link #with} only. */
  public static final class Draft {
    private final String provider;
    private final ClassLoader loader;
    public @Nullable String blueprint;
    public @Nullable Path blueprintFile;
    public final Map<String, String> settings;
    public @Nullable Platform platform;
    public @Nullable String platformId;
    public final Map<Class<?>, Object> given;
    public final List<Listener<?>> listeners;
    public final Set<String> adopted;
    public final Set<String> allowed;
    public @Nullable Executor executor;
    public @Nullable ThreadFactory threadFactory;
    public UnaryOperator<Runnable> taskDecorator;
    public Supplier<String> runIds;
    public OnFailure onFailure;
    public RequestInterceptor interceptor;
    public Time time;
    public Cancellation cancellation;

    private Draft(EngineConfig from) {
      provider = from.provider;
      loader = from.loader;
      blueprint = from.blueprint;
      blueprintFile = from.blueprintFile;
      settings = new TreeMap<>(from.settings);
      platform = from.platform;
      platformId = from.platformId;
      given = new LinkedHashMap<>(from.given);
      listeners = new ArrayList<>(from.listeners);
      adopted = new TreeSet<>(from.adopted);
      allowed = new TreeSet<>(from.allowed);
      executor = from.executor;
      threadFactory = from.threadFactory;
      taskDecorator = from.taskDecorator;
      runIds = from.runIds;
      onFailure = from.onFailure;
      interceptor = from.interceptor;
      time = from.time;
      cancellation = from.cancellation;
    }

    private EngineConfig config() {
      return new EngineConfig(
          provider,
          loader,
          blueprint,
          blueprintFile,
          settings,
          platform,
          platformId,
          given,
          listeners,
          adopted,
          allowed,
          executor,
          threadFactory,
          taskDecorator,
          runIds,
          onFailure,
          interceptor,
          time,
          cancellation);
    }
  }

  /** Sends each request without interception. */
  private static final class NoInterceptor implements RequestInterceptor {
    @Override
    public <T> T send(OutgoingRequest request, Supplier<T> send) {
      return send.get();
    }
  }
}
