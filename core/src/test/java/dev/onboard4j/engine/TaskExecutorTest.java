package dev.onboard4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.OnboardingResult;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.run.Time;
import dev.onboard4j.spi.RequestContext;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.ResourceHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/** Runs on executors and threads of every kind. */
@Timeout(60)
final class TaskExecutorTest {
  private static final int MANY = 50;

  private final MemoryCloud cloud = new MemoryCloud();

  TaskExecutorTest() {
    for (int i = 0; i < MANY; i++) {
      cloud.plain("a" + i).plain("b" + i, "a" + i);
    }
  }

  private static Map<String, Executor> executors() {
    Map<String, Executor> all = new LinkedHashMap<>();
    all.put("the caller's thread", Runnable::run);
    all.put("none: it drops each task", task -> {});
    all.put(
        "none: it refuses each task",
        task -> {
          throw new RejectedExecutionException("shut down");
        });
    AtomicInteger many = new AtomicInteger(MANY);
    all.put("none: it has no thread left", task -> oneOfFour(many, task));
    all.put("the common pool", ForkJoinPool.commonPool());
    all.put("a thread for each task", task -> new Thread(task).start());
    virtualThreads().ifPresent(threads -> all.put("virtual threads", threads));
    return all;
  }

  /** Since JDK 21. */
  private static Optional<Executor> virtualThreads() {
    try {
      return Optional.of(
          (Executor) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    } catch (ReflectiveOperationException olderJdk) {
      return Optional.empty();
    }
  }

  @TestFactory
  Stream<DynamicTest> aRunEndsAsPlannedOnEveryExecutor() {
    return executors().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(entry.getKey(), () -> endsAsPlanned(entry.getValue())));
  }

  private static void endsAsPlanned(Executor executor) {
    TaskExecutorTest world = new TaskExecutorTest();
    OnboardingResult result =
        world.cloud.onboarding().executor(executor).plan(MemoryCloud.cluster()).apply();
    assertThat(result.outcomes()).hasSize(2 * MANY);
    assertThat(world.cloud.log).hasSize(2 * MANY);
  }

  @Test
  void applyingOnAllThreadsOfThePoolThatItUsesEnds() throws ReflectiveOperationException {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<OnboardingResult>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        TaskExecutorTest world = new TaskExecutorTest();
        Onboarding onboarding = world.cloud.onboarding().executor(pool);
        runs.add(pool.submit(() -> onboarding.plan(MemoryCloud.cluster()).apply()));
      }
      for (Future<OnboardingResult> run : runs) {
        assertThat(run.get().succeeded()).isTrue();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  static Thread oneOfFour(AtomicInteger threads, Runnable task) {
    if (threads.incrementAndGet() > 4) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    return new Thread(task);
  }

  @Test
  void itsThreadsComeFromTheFactory() {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    OnboardingResult result =
        watched(threads, thread -> thread.getName())
            .threadFactory(task -> new Thread(task, "mine"))
            .plan(MemoryCloud.cluster())
            .apply();
    assertThat(result.succeeded()).isTrue();
    assertThat(threads).containsOnly("mine", Thread.currentThread().getName());
  }

  /** Notes something of the thread of each request; the first requests wait for a second thread. */
  private Onboarding watched(Set<String> seen, Function<Thread, String> what) {
    CountDownLatch two = new CountDownLatch(2);
    return cloud
        .onboarding()
        .around(
            new RequestInterceptor() {
              @Override
              public <T> T send(OutgoingRequest request, Supplier<T> send) {
                seen.add(what.apply(Thread.currentThread()));
                two.countDown();
                awaited(two);
                return send.get();
              }
            });
  }

  static void awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theLoggingContextTravelsAndStaysNowhere() {
    Set<String> tenants = ConcurrentHashMap.newKeySet();
    ExecutorService pool = Executors.newFixedThreadPool(2);
    MDC.put("tenant", "one");
    try {
      watched(tenants, thread -> String.valueOf(MDC.get("tenant")))
          .executor(pool)
          .plan(MemoryCloud.cluster())
          .apply();
      assertThat(tenants).containsExactly("one");
      MDC.clear();
      assertThat(pool.submit(() -> String.valueOf(MDC.get("tenant"))).get()).isEqualTo("null");
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      MDC.clear();
      pool.shutdownNow();
    }
  }

  @Test
  void theDecoratorWrapsEachTask() {
    Set<String> contexts = ConcurrentHashMap.newKeySet();
    ThreadLocal<String> context = ThreadLocal.withInitial(() -> "lost");
    context.set("trace");
    watched(contexts, thread -> context.get())
        .taskDecorator(
            task -> {
              String carried = context.get();
              return () -> {
                context.set(carried);
                task.run();
              };
            })
        .plan(MemoryCloud.cluster())
        .apply();
    assertThat(contexts).containsExactly("trace");
  }

  @Test
  void aSecondDecoratorWrapsTheFirstOne() {
    Set<String> contexts = ConcurrentHashMap.newKeySet();
    ThreadLocal<String> context = ThreadLocal.withInitial(() -> "");
    context.set("of the caller");
    watched(contexts, thread -> context.get())
        .taskDecorator(task -> within(context, () -> context.get() + " inner", task))
        .taskDecorator(task -> within(context, () -> "outer", task))
        .plan(MemoryCloud.cluster())
        .apply();
    assertThat(contexts).containsExactlyInAnyOrder("of the caller", "outer inner");
  }

  private static Runnable within(
      ThreadLocal<String> context, Supplier<String> value, Runnable task) {
    return () -> {
      context.set(value.get());
      task.run();
    };
  }

  @Test
  void tasksSeeTheClassLoaderOfTheRun() {
    ClassLoader loader =
        new URLClassLoader("tenant", new URL[0], TaskExecutorTest.class.getClassLoader());
    Set<String> loaders = ConcurrentHashMap.newKeySet();
    CountDownLatch two = new CountDownLatch(2);
    Onboarding.forProvider("memory", loader)
        .with(MemoryCloud.class, cloud)
        .around(
            new RequestInterceptor() {
              @Override
              public <T> T send(OutgoingRequest request, Supplier<T> send) {
                Thread thread = Thread.currentThread();
                if (thread.getName().startsWith("onboard4j-")) {
                  loaders.add(String.valueOf(thread.getContextClassLoader().getName()));
                }
                two.countDown();
                awaited(two);
                return send.get();
              }
            })
        .plan(MemoryCloud.cluster());
    assertThat(loaders).containsExactly("tenant");
  }

  /** Waits for an effect that shows when all other resources are written. */
  private static final class Patient implements Time {
    private final CountDownLatch written = new CountDownLatch(MANY);

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
      if (!written.await(20, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the waits hold up the writes");
      }
    }

    @Override
    public void pause(Duration duration, Cancellation cancellation) throws InterruptedException {
      pause(duration);
    }
  }

  @Test
  void stepsThatWaitDoNotHoldUpTheOthers() {
    Patient time = new Patient();
    MemoryCloud patient = new MemoryCloud();
    for (int i = 0; i < 40; i++) {
      State size = State.builder().known("size", 1).build();
      patient.resources.add(
          Resource.of(
              MemoryCloud.id("a" + i), ResourceKind.ROLE, size, waiting(patient, time.written)));
    }
    for (int i = 0; i < MANY; i++) {
      patient.plain("z" + i);
    }
    OnboardingResult result =
        patient
            .onboarding()
            .time(time)
            .parallelism(2)
            .around(countingWritesOf("z", time.written))
            .plan(MemoryCloud.cluster())
            .attempt();
    assertThat(result.succeeded()).isTrue();
  }

  private static ResourceHandler waiting(MemoryCloud cloud, CountDownLatch written) {
    return (ResourceHandler)
        Proxy.newProxyInstance(
            TaskExecutorTest.class.getClassLoader(),
            new Class<?>[] {ResourceHandler.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("write")) {
                ((RequestContext) arguments[3])
                    .await(
                        "the others are written",
                        () -> written.getCount() == 0 ? Optional.of(true) : Optional.empty());
              }
              return method.invoke(cloud, arguments);
            });
  }

  private static RequestInterceptor countingWritesOf(String prefix, CountDownLatch written) {
    return new RequestInterceptor() {
      @Override
      public <T> T send(OutgoingRequest request, Supplier<T> send) {
        T reply = send.get();
        boolean wanted =
            request.effect() == OutgoingRequest.Effect.WRITE
                && String.valueOf(request.resource()).startsWith("thing/" + prefix);
        if (wanted) {
          written.countDown();
        }
        return reply;
      }
    };
  }
}
