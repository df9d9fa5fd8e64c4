package dev.onboard4j.hostile;

import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.KubernetesAccess;
import dev.onboard4j.spi.PermissionChecker;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import dev.onboard4j.spi.Session;
import dev.onboard4j.spi.SessionContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the engine and every object that is not the engine's: counts the calls, and lets
 * one of them misbehave. What those objects return is taken over, too. Thread-safe.
 */
final class Attacker {
  private final Forge forge;
  private final Extensions extensions;
  private final @Nullable Strike strike;
  private final SortedMap<String, AtomicInteger> counts =
      Collections.synchronizedSortedMap(new TreeMap<>());
  private final Map<Object, AtomicInteger> sessions =
      Collections.synchronizedMap(new IdentityHashMap<>());
  private final Queue<RequestContext> kept = new ConcurrentLinkedQueue<>();
  private final AtomicInteger hits = new AtomicInteger();
  private Misbehaviour.@Nullable Scene scene;
  private volatile boolean resting;

  /**
   * One call that misbehaves.
   *
   * @param onwards whether the later calls of this method misbehave, too
   */
  record Strike(String point, int nth, boolean onwards, Misbehaviour misbehaviour, Mode mode) {
    private static final Set<String> NOT_BELIEVED =
        Set.of("Listener.", "Executor.", "ThreadFactory.", "TaskDecorator.", "RunIds.");

    /** Whether the engine has to believe it: of an interceptor a reply, of others nothing. */
    boolean lies() {
      boolean believed =
          point.startsWith("RequestInterceptor")
              ? misbehaviour.name().startsWith(Lies.LIE)
              : NOT_BELIEVED.stream().noneMatch(point::startsWith);
      return misbehaviour.lies() && (believed || misbehaviour.name().equals(Intrusions.APPLIES));
    }

    @Override
    public String toString() {
      return point + " #" + nth + (onwards ? "+ " : " ") + misbehaviour.name() + ", " + mode;
    }
  }

  Attacker(Forge forge, Extensions extensions, @Nullable Strike strike) {
    this.forge = forge;
    this.extensions = extensions;
    this.strike = strike;
  }

  /** Where it happens: what a misbehaviour can reach. */
  void on(Misbehaviour.Scene where) {
    scene = where;
  }

  /** Lets everybody behave from now on. */
  void rest() {
    resting = true;
  }

  /** How often each method was called. */
  SortedMap<String, Integer> counts() {
    SortedMap<String, Integer> all = new TreeMap<>();
    synchronized (counts) {
      counts.forEach((point, count) -> all.put(point, count.get()));
    }
    return all;
  }

  /** How often each session was closed that the engine was given. */
  List<Integer> closings() {
    synchronized (sessions) {
      return sessions.values().stream().map(AtomicInteger::get).toList();
    }
  }

  /** The contexts that contributors were given for the time of a call. */
  Queue<RequestContext> kept() {
    return kept;
  }

  /** An object of the engine's counterpart that does what the good one does. */
  <T> T dress(Class<T> type, T good) {
    List<Class<?>> types = extensions.of(good);
    return types.isEmpty()
        ? dress(type, type.getSimpleName(), good)
        : type.cast(object(types, types.get(0).getSimpleName(), good));
  }

  /** An object of one interface, named in this way. */
  <T> T dress(Class<T> type, String name, T good) {
    return type.cast(object(List.of(type), name, good));
  }

  @SuppressWarnings("unchecked")
  private <T> Supplier<T> supplier(String name, Supplier<T> good) {
    return dress(Supplier.class, name, good);
  }

  private Object object(List<Class<?>> types, String name, Object good) {
    return forge.object(
        types,
        (self, method, args) ->
            method.getDeclaringClass() == Object.class
                ? invoke(good, method, args)
                : called(name + "." + method.getName(), self, method, good, args));
  }

  private @Nullable Object called(
      String point, Object self, Method method, Object good, Object @Nullable [] args)
      throws Throwable {
    int number = counts.computeIfAbsent(point, key -> new AtomicInteger()).incrementAndGet();
    List<@Nullable Object> given = args == null ? List.of() : Arrays.asList(args);
    closing(self, method);
    given.forEach(this::keep);
    Misbehaviour.Call call =
        new Misbehaviour.Call(method, given, () -> dressed(invoke(good, method, args)));
    Object answer = hit(point, number) ? misbehaved(call) : call.good().get();
    if (answer instanceof Session) {
      sessions.putIfAbsent(answer, new AtomicInteger());
    }
    return answer;
  }

  private void closing(Object self, Method method) {
    AtomicInteger closings = sessions.get(self);
    if (closings != null && method.getName().equals("close")) {
      closings.incrementAndGet();
    }
  }

  private void keep(@Nullable Object arg) {
    if (arg instanceof RequestContext requests) {
      kept.add(requests);
    } else if (arg instanceof SessionContext context) {
      kept.add(context.requests());
    }
  }

  private boolean hit(String point, int number) {
    return strike != null
        && !resting
        && strike.point().equals(point)
        && (number == strike.nth() || (strike.onwards() && number > strike.nth()));
  }

  private @Nullable Object misbehaved(Misbehaviour.Call call) throws Throwable {
    if (hits.incrementAndGet() == 1) {
      strike.mode().at(scene);
    }
    return strike.misbehaviour().deed().done(call, scene);
  }

  private static @Nullable Object invoke(Object good, Method method, Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(good, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private @Nullable Object dressed(@Nullable Object value) {
    if (value instanceof Declaration declaration) {
      return declaration(declaration);
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(this::dressed);
    }
    if (value instanceof KubernetesAccess access) {
      return new KubernetesAccess(
          access.server(), access.certificateAuthority(), supplier("Token", access.token()));
    }
    return value == null || extensions.of(value).isEmpty()
        ? value
        : object(extensions.of(value), extensions.of(value).get(0).getSimpleName(), value);
  }

  private Declaration declaration(Declaration plain) {
    Declaration dressed =
        Declaration.of(plain.resources().stream().map(this::resource).toList())
            .readingFactsWith(plain.factPermissions());
    if (plain.checker().isPresent()) {
      dressed = dressed.checkedBy(dress(PermissionChecker.class, plain.checker().get()));
    }
    Supplier<Optional<KubernetesAccess>> access = plain::kubernetes;
    return dressed.reachedBy(supplier("Access", access));
  }

  private Resource resource(Resource plain) {
    return new Resource(
        plain.id(),
        plain.kind(),
        plain.desired(),
        plain.retired(),
        plain.dependsOn(),
        plain.dependsOnIfDeclared(),
        plain.ignoredChanges(),
        plain.identity(),
        dress(ResourceHandler.class, plain.handler()),
        plain.manualSteps());
  }
}
