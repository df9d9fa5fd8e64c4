package dev.onboard4j.hostile;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.ResourceId;
import dev.onboard4j.model.ResourceKind;
import dev.onboard4j.model.State;
import dev.onboard4j.run.Cancellation;
import dev.onboard4j.run.OnFailure;
import dev.onboard4j.run.OnboardingEvent;
import dev.onboard4j.run.OutgoingRequest;
import dev.onboard4j.run.RequestInterceptor;
import dev.onboard4j.run.Time;
import dev.onboard4j.spi.BlueprintSource;
import dev.onboard4j.spi.ClusterProvider;
import dev.onboard4j.spi.Contributor;
import dev.onboard4j.spi.Platform;
import dev.onboard4j.spi.Resource;
import dev.onboard4j.spi.SessionContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A world and what there should be in it, drawn from a seed, with everybody who takes part. */
final class Stage {
  /** What must not be seen anywhere. */
  static final String SECRET = "s3cr3t-4711";

  static final Duration DEADLINE = Duration.ofHours(1);

  final Server server;
  final VirtualClock clock = new VirtualClock();
  final List<Resource> resources = new ArrayList<>();
  final Queue<String> events = new ConcurrentLinkedQueue<>();
  final Map<Class<?>, Object> services;
  private final Cancellation cancellation = new Cancellation();
  private final Random random;
  private final AtomicBoolean entered = new AtomicBoolean();
  private volatile @Nullable Thread caller;
  private volatile boolean interrupted;
  private volatile boolean interruptsCaller;
  private volatile String foreign;
  private volatile boolean rival;

  /** Whether the embedder has an executor, or a factory of threads. */
  private final boolean hasExecutor;

  /** Draws at most so many objects. */
  Stage(long seed, int largest, Attacker attacker) {
    server = new Server();
    hasExecutor = seed % 2 == 1;
    random = new Random(seed);
    int size = 1 + random.nextInt(largest);
    for (int i = 0; i < size; i++) {
      declare(i);
    }
    server.put(
        ResourceId.of("thing", "bystander"), Owner.OTHER, State.builder().known("size", 7).build());
    foreign = server.foreign();
    services = services(attacker);
  }

  private Stage(Stage former, Attacker attacker) {
    server = former.server;
    hasExecutor = former.hasExecutor;
    random = former.random;
    resources.addAll(former.resources);
    foreign = former.foreign;
    services = services(attacker);
  }

  /** The same world with others in it. */
  Stage among(Attacker attacker) {
    return new Stage(this, attacker);
  }

  private Map<Class<?>, Object> services(Attacker attacker) {
    return Map.of(
        ClusterProvider.class,
            attacker.dress(ClusterProvider.class, new CloudProvider(this::declared)),
        Contributor.class, attacker.dress(Contributor.class, new Inside()),
        BlueprintSource.class, attacker.dress(BlueprintSource.class, new Shipped()));
  }

  private void declare(int i) {
    ResourceId id = ResourceId.of("thing", "n" + (char) ('a' + i));
    List<ResourceId> upstream =
        resources.stream().map(Resource::id).filter(one -> random.nextInt(3) == 0).toList();
    State.Builder desired = State.builder().known("size", random.nextInt(3));
    if (random.nextBoolean()) {
      desired.members("grants", List.of("ours0", "ours1"));
    }
    if (!upstream.isEmpty() && random.nextBoolean()) {
      desired.value("uses", new State.Unknown(upstream.get(0), "name", false));
    }
    Resource resource =
        Resource.of(
                id, ResourceKind.ROLE, desired.build(), new ThingHandler(server, () -> {}, "cloud"))
            .dependingOn(upstream.toArray(ResourceId[]::new));
    if (i % 2 == 1) {
      server.assigns(id);
      resource = resource.identifiedByServer();
    }
    resources.add(resource);
    if (random.nextInt(3) == 0) {
      State.Builder there = State.builder().known("size", random.nextInt(3));
      if (desired.build().field("grants") != null) {
        there.members("grants", List.of("theirs", "ours1"));
      }
      server.put(id, Owner.OURS, there.build());
    }
  }

  private List<Resource> declared(SessionContext context, Client client) {
    List<Resource> all = new ArrayList<>();
    ThingHandler handler = new ThingHandler(client, () -> {}, "cloud");
    for (Resource resource : resources) {
      Resource mine =
          Resource.of(resource.id(), resource.kind(), resource.desired(), handler)
              .dependingOn(resource.dependsOn().toArray(ResourceId[]::new));
      boolean assigned = resource.identity() == Resource.Identity.ASSIGNED;
      all.add(assigned ? mine.identifiedByServer() : mine);
    }
    all.add(
        Resource.of(
            KeyHandler.ID,
            ResourceKind.COMPONENT,
            KeyHandler.DESIRED,
            new KeyHandler(context, server)));
    return all;
  }

  /** Asks the run to stop. */
  void cancel() {
    cancellation.cancel();
    server.wished();
  }

  /** Lets the deadline of the run pass, if there is one. */
  void passDeadline() {
    boolean running = clock.running();
    clock.pause(DEADLINE.plusSeconds(1));
    if (running) {
      server.wished();
    }
  }

  /** The next run has a deadline of its own. */
  void nextRun() {
    clock.nextRun();
    if (!cancellation.cancelled()) {
      server.wishedNoLonger();
    }
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /** The current thread calls the verb. */
  void calls() {
    caller = Thread.currentThread();
  }

  /** The current thread is about to be interrupted. */
  void interrupts() {
    interrupted = true;
    interruptsCaller |= Thread.currentThread() == caller;
  }

  /** Whether nobody has entered before: entering again at each call would never end. */
  boolean entersFirst() {
    return entered.compareAndSet(false, true);
  }

  boolean interrupted() {
    return interrupted;
  }

  boolean interruptsCaller() {
    return interruptsCaller;
  }

  /** Somebody else makes an object. */
  void rival(ResourceId id) {
    server.put(id, Owner.UNMARKED, State.builder().known("size", 99).build());
    foreign = server.foreign();
    rival = true;
  }

  /** The objects of others, as they should be. */
  String foreign() {
    return foreign;
  }

  /** Whether somebody else made an object. */
  boolean hasRival() {
    return rival;
  }

  /** Refuses to write one of the objects that are not there. */
  void breakOne() {
    resources.stream()
        .map(Resource::id)
        .filter(id -> !server.holds(id))
        .reduce((first, last) -> last)
        .ifPresent(server::refuse);
  }

  ClusterRef cluster(Attacker attacker) {
    return attacker.dress(ClusterRef.class, new CloudProvider.Cluster("prod"));
  }

  /** What an embedder sets up, with every object of the embedder's in the attacker's hands. */
  Onboarding onboarding(ClassLoader loader, Path journal, Attacker attacker, int parallelism) {
    return threads(Onboarding.forProvider("cloud", loader), attacker)
        .with(Client.class, attacker.dress(Client.class, "Client", server))
        .platform(attacker.dress(Platform.class, new Vault(server)))
        .around(attacker.dress(RequestInterceptor.class, new Straight()))
        .time(attacker.dress(Time.class, clock))
        .journal(journal)
        .on(OnboardingEvent.class, listener(attacker))
        .allow("replace", "foreign-attachments")
        .set("cloud.key", SECRET)
        .deadline(DEADLINE)
        .parallelism(parallelism)
        .cancellation(cancellation);
  }

  @SuppressWarnings("unchecked")
  private Onboarding threads(Onboarding plain, Attacker attacker) {
    Executor executor = task -> new Thread(task, "of the executor").start();
    ThreadFactory factory = task -> new Thread(task, "of the factory");
    Supplier<String> ids = () -> "run-1";
    UnaryOperator<Runnable> decorator = task -> task;
    Onboarding decorated =
        plain
            .runIds(attacker.dress(Supplier.class, "RunIds", ids))
            .taskDecorator(attacker.dress(UnaryOperator.class, "TaskDecorator", decorator));
    return hasExecutor
        ? decorated.executor(attacker.dress(Executor.class, "Executor", executor))
        : decorated.threadFactory(attacker.dress(ThreadFactory.class, "ThreadFactory", factory));
  }

  /** Whether an event of this type was told. */
  boolean begins(String type) {
    return events.stream().anyMatch(event -> event.startsWith(type));
  }

  Onboarding undoing(Onboarding plain) {
    return plain.onFailure(OnFailure.UNDO);
  }

  @SuppressWarnings("unchecked")
  private Consumer<OnboardingEvent> listener(Attacker attacker) {
    Consumer<OnboardingEvent> listener = event -> events.add(event.toString());
    return attacker.dress(Consumer.class, "Listener", listener);
  }

  /** Sends. */
  private static final class Straight implements RequestInterceptor {
    @Override
    public <T> T send(OutgoingRequest request, Supplier<T> send) {
      return send.get();
    }
  }
}
