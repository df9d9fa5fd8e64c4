package dev.onboard4j.hostile;

import dev.onboard4j.model.ClusterRef;
import dev.onboard4j.model.Observed;
import dev.onboard4j.model.Owner;
import dev.onboard4j.model.Registration;
import dev.onboard4j.model.RequiredPermission;
import dev.onboard4j.model.Secret;
import dev.onboard4j.model.State;
import dev.onboard4j.spi.Declaration;
import dev.onboard4j.spi.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Wrong answers of each type. */
final class Lies {
  /** How the name of a wrong answer begins. */
  static final String LIE = "returns lie ";

  private static final int MOST = 6;

  private Lies() {}

  static List<Misbehaviour> all() {
    List<Misbehaviour> all = new ArrayList<>();
    all.add(new Misbehaviour("returns null", true, (call, scene) -> null));
    all.add(
        new Misbehaviour(
            "returns null after the effect",
            false,
            (call, scene) -> {
              call.good().get();
              return null;
            }));
    for (int i = 0; i < MOST; i++) {
      int which = i;
      all.add(new Misbehaviour(LIE + i, true, (call, scene) -> lie(which, call.good().get())));
    }
    return all;
  }

  private static @Nullable Object lie(int which, @Nullable Object honest) {
    List<@Nullable Object> lies = of(honest);
    return lies.isEmpty() ? honest : lies.get(which % lies.size());
  }

  private static List<@Nullable Object> of(@Nullable Object honest) {
    List<@Nullable Object> lies = new ArrayList<>();
    if (honest instanceof Boolean answer) {
      lies.add(!answer);
    } else if (honest instanceof List<?> list) {
      lists(lies, list);
    } else if (honest instanceof Map<?, ?> map) {
      maps(lies, map);
    } else if (honest instanceof Optional<?>) {
      lies.add(Optional.empty());
      lies.add(Optional.of(new Object()));
    } else if (honest instanceof Observed observed) {
      states(lies, observed);
    } else if (honest instanceof TreeSet<?> || honest instanceof SortedSet<?>) {
      lies.add(new TreeSet<>());
      lies.add(new TreeSet<>(List.of("another/1")));
    } else {
      values(lies, honest);
    }
    return lies;
  }

  private static void values(List<@Nullable Object> lies, @Nullable Object honest) {
    if (honest instanceof Runnable task) {
      lies.addAll(tasks(task));
    } else if (honest instanceof String) {
      lies.addAll(List.of("", "\u001b[31mred", "another", "x".repeat(100_000)));
    } else if (honest instanceof Long) {
      lies.addAll(List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L));
    } else if (honest instanceof Instant) {
      lies.addAll(List.of(Instant.MIN, Instant.MAX, Instant.EPOCH));
    } else if (honest instanceof URI) {
      lies.addAll(List.of(URI.create("a:b"), URI.create(""), URI.create("cloud://a/b/c")));
    } else if (honest instanceof ClusterRef) {
      lies.add(new CloudProvider.Cluster("another"));
      lies.add(new CloudProvider.Cluster("no uri \u0000"));
    } else if (honest instanceof Registration) {
      lies.add(Registration.none());
    } else if (honest instanceof Declaration declaration) {
      declarations(lies, declaration);
    } else if (honest instanceof Secret) {
      Secret closed = Secret.of("x");
      closed.close();
      lies.add(closed);
    } else if (honest instanceof InputStream) {
      lies.addAll(List.of(InputStream.nullInputStream(), broken(), text("[]"), text("{\"id\":1}")));
    } else if (honest instanceof Client.Thing thing) {
      lies.add(new Client.Thing(0, Owner.OTHER, State.empty()));
      lies.add(new Client.Thing(thing.serial(), Owner.OURS, State.empty()));
    }
  }

  /** Tasks that are lost, done twice, or end badly. */
  private static List<Runnable> tasks(Runnable task) {
    return List.of(
        () -> {},
        () -> {
          task.run();
          task.run();
        },
        () -> {
          task.run();
          throw new IllegalStateException(Stage.SECRET);
        });
  }

  private static void lists(List<@Nullable Object> lies, List<?> honest) {
    List<@Nullable Object> withNull = new ArrayList<>(honest);
    withNull.add(null);
    lies.add(withNull);
    lies.add(Collections.singletonList("not of this type"));
    lies.add(new Throwing());
    lies.add(new Changing(honest));
    lies.add(List.of());
    List<@Nullable Object> twice = new ArrayList<>(honest);
    twice.addAll(honest);
    lies.add(twice);
  }

  private static void maps(List<@Nullable Object> lies, Map<?, ?> honest) {
    Map<@Nullable Object, @Nullable Object> nulls = new HashMap<>();
    nulls.put("a", null);
    lies.add(new TreeMap<>(nulls));
    TreeMap<Object, Object> odd = new TreeMap<>();
    odd.put("a", new Object());
    lies.add(odd);
    TreeMap<Object, Object> cyclic = new TreeMap<>();
    cyclic.put("a", cyclic);
    lies.add(cyclic);
    lies.add(new TreeMap<>());
    if (honest.isEmpty()) {
      lies.add(honest);
    }
  }

  private static void states(List<@Nullable Object> lies, Observed honest) {
    lies.add(Observed.absent());
    lies.add(Observed.of(honest.state(), Owner.OURS));
    lies.add(Observed.of(honest.state(), Owner.OTHER));
    lies.add(Observed.unreadable(List.of(new RequiredPermission("cloud:Lie", "x"))));
    lies.add(Observed.of(State.builder().known("size", "\u001b[31m").build(), Owner.SHARED));
    lies.add(
        Observed.of(State.builder().known("odd", 1).build(), Owner.UNMARKED)
            .withOutputs(Map.of("name", "another")));
  }

  private static void declarations(List<@Nullable Object> lies, Declaration honest) {
    lies.add(Declaration.of(List.of()));
    List<Resource> twice = new ArrayList<>(honest.resources());
    twice.addAll(honest.resources());
    lies.add(Declaration.of(twice));
    lies.add(honest.unreadable(List.of(new RequiredPermission("cloud:Lie", "x"))));
    lies.add(
        Declaration.of(honest.resources().stream().map(one -> one.dependingOn(one.id())).toList()));
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static InputStream broken() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException(Stage.SECRET);
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        return read();
      }
    };
  }

  /** Has an element that nobody can get. */
  private static final class Throwing extends AbstractList<Object> {
    @Override
    public Object get(int index) {
      throw new IllegalStateException(Stage.SECRET);
    }

    @Override
    public int size() {
      return 1;
    }
  }

  /** Has other elements at each look. */
  private static final class Changing extends AbstractList<@Nullable Object> {
    private final List<?> honest;
    private int looks;

    Changing(List<?> honest) {
      this.honest = honest;
    }

    @Override
    public @Nullable Object get(int index) {
      return index < honest.size() ? honest.get(index) : null;
    }

    @Override
    public int size() {
      looks++;
      return looks % 2 == 0 ? honest.size() + 1 : Math.max(0, honest.size() - 1);
    }
  }
}
