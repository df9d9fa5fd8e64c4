package dev.onboard4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onboard4j.engine.Attack;
import dev.onboard4j.hostile.Attacker.Strike;
import dev.onboard4j.hostile.Trial.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The laws of the engine among objects that keep no contract: every method of every extension point
 * misbehaves in every way.
 */
final class HostileTest {
  private static final int WORLDS = 8;
  private static final int LARGEST = 6;

  private static final Set<String> AT_THE_WORLD =
      Set.of("Client.make", "RequestInterceptor.send", "ResourceHandler.write");

  private final Map<String, Verdict> honest = new TreeMap<>();
  @TempDir private Path folder;
  private House house;

  @BeforeEach
  void open() {
    house = new House(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  /** Which world, which verb, how many requests at a time. */
  private record Setting(long world, Verb verb, int parallelism) {}

  private static List<Misbehaviour> misbehaviours() {
    List<Misbehaviour> all = new ArrayList<>(Thrown.all());
    all.addAll(Lies.all());
    all.addAll(Intrusions.all());
    return all;
  }

  private static List<Setting> settings() {
    List<Setting> all = new ArrayList<>();
    for (Verb verb : Verb.values()) {
      for (long world = 0; world < WORLDS; world++) {
        all.add(new Setting(world, verb, 1));
        all.add(new Setting(world, verb, 4));
      }
    }
    return all;
  }

  private Verdict honest(Setting setting) {
    return honest.computeIfAbsent(setting.toString(), key -> trial(setting, null).run(null));
  }

  private Trial trial(Setting setting, Strike strike) {
    return new Trial(
        house, setting.world(), LARGEST, setting.verb(), setting.parallelism(), strike);
  }

  private static <T> T one(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** What breaks the laws, with all that it takes to see it again. */
  private List<String> broken(Setting setting, Strike strike) {
    List<String> broken = new ArrayList<>();
    for (String law : trial(setting, strike).run(honest(setting)).broken()) {
      broken.add(setting + ": " + strike + ": " + law);
    }
    return broken;
  }

  @Test
  void honestObjectsBreakNoLaw() {
    for (Setting setting : settings()) {
      assertThat(honest(setting).broken()).isEmpty();
    }
  }

  @Test
  void everyMethodOfEveryExtensionPointIsAttacked() {
    TreeSet<String> called = new TreeSet<>();
    settings().forEach(setting -> called.addAll(honest(setting).calls().keySet()));
    TreeSet<String> untouched = new TreeSet<>(house.extensions().methods());
    untouched.removeAll(called);
    // The engine leaves the parts of a cluster to its provider.
    assertThat(untouched).containsExactly("ClusterRef.location", "ClusterRef.name");
    assertThat(called)
        .contains("Access.get", "Client.make", "Listener.accept", "Token.get")
        .contains(
            "Executor.execute", "RunIds.get", "TaskDecorator.apply", "ThreadFactory.newThread")
        .contains("Client.find", "Client.change", "Client.remove", "Client.names");
  }

  /** Each method misbehaves in each way, at a call, in a world and mode drawn from a seed. */
  @TestFactory
  Stream<DynamicTest> theLawsHoldWhateverAMethodDoes() {
    Map<String, List<Setting>> methods = new TreeMap<>();
    for (Setting setting : settings()) {
      for (String method : honest(setting).calls().keySet()) {
        methods.computeIfAbsent(method, key -> new ArrayList<>()).add(setting);
      }
    }
    int draws = methods.keySet().stream().mapToInt(HostileTest::draws).sum();
    Attack.tried(
        methods.size() + " methods, each with " + misbehaviours().size() + " misbehaviours",
        (long) draws * misbehaviours().size());
    return methods.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> misbehaves(entry.getKey(), entry.getValue())));
  }

  /** Where a misbehaviour touches the world, one call says little about the others. */
  private static int draws(String method) {
    return AT_THE_WORLD.contains(method) ? 4 : 1;
  }

  private void misbehaves(String method, List<Setting> settings) {
    Random random = new Random(method.hashCode());
    List<String> broken = new ArrayList<>();
    for (Misbehaviour misbehaviour : misbehaviours()) {
      for (int draw = 0; draw < draws(method); draw++) {
        Setting setting = one(random, settings);
        int calls = Objects.requireNonNull(honest(setting).calls().get(method));
        Strike strike =
            new Strike(
                method,
                1 + random.nextInt(calls),
                random.nextInt(4) == 0,
                misbehaviour,
                one(random, List.of(Mode.values())));
        broken.addAll(broken(setting, strike));
      }
    }
    assertThat(broken).isEmpty();
  }

  /** Draws seldom meet the request that makes an object: here each request is sent twice. */
  @Test
  void nothingIsMadeTwiceByAnInterceptorThatSendsTwice() {
    String send = "RequestInterceptor.send";
    Misbehaviour twice =
        misbehaviours().stream().filter(one -> one.name().equals("acts twice")).findAny().get();
    List<String> broken = new ArrayList<>();
    long requests = 0;
    for (Setting setting : settings()) {
      int calls = honest(setting).calls().getOrDefault(send, 0);
      if (setting.parallelism() == 1 && setting.world() < Attack.cases(2, WORLDS)) {
        for (int nth = 1; nth <= calls; nth++) {
          broken.addAll(broken(setting, new Strike(send, nth, false, twice, Mode.CALM)));
        }
        requests += calls;
      }
    }
    Attack.tried("requests that an interceptor sends twice", requests);
    assertThat(broken).isEmpty();
  }

  /** Each call of each method misbehaves in some way: all of them when the attack is full. */
  @TestFactory
  Stream<DynamicTest> theLawsHoldAtEveryCall() {
    int every = Attack.cases(20, 1);
    List<Setting> settings =
        settings().stream().filter(setting -> setting.world() < Attack.cases(1, 2)).toList();
    long points = 0;
    for (Setting setting : settings) {
      for (int calls : honest(setting).calls().values()) {
        points += (calls + every - 1) / every;
      }
    }
    Attack.tried("calls of hostile objects, one of " + every, points);
    return settings.stream()
        .map(
            setting ->
                DynamicTest.dynamicTest(setting.toString(), () -> atEveryCall(setting, every)));
  }

  private void atEveryCall(Setting setting, int every) {
    Random random = new Random(setting.toString().hashCode());
    List<String> broken = new ArrayList<>();
    honest(setting)
        .calls()
        .forEach(
            (method, calls) -> {
              for (int nth = 1 + random.nextInt(Math.min(every, calls));
                  nth <= calls;
                  nth += every) {
                Strike strike =
                    new Strike(
                        method,
                        nth,
                        random.nextInt(8) == 0,
                        one(random, misbehaviours()),
                        one(random, List.of(Mode.values())));
                broken.addAll(broken(setting, strike));
              }
            });
    assertThat(broken).isEmpty();
  }
}
