package dev.onboard4j.engine;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the current thread holds, so that nested work does not wait for its own caller.
 *
 * <p>Tasks that a thread starts and waits for inherit what the thread holds, also the tasks of
 * another run that a contributor starts within this one; this is the only reason for the shared
 * thread-local. Thread-safe.
 */
final class Holdings {
  /** Null for nothing: no value of ours stays behind in a thread of the embedder. */
  private static final ThreadLocal<@Nullable Held> CURRENT = new ThreadLocal<>();

  /** The turn to tell an event, which other threads of the run may wait for. */
  private static final Object TELLING = "telling";

  /**
   * What a thread holds.
   *
   * @param permits the runs for which the thread sends a request, so that requests of theirs within
   *     it need no permit
   * @param things the documents that it edits, and the listings that it fetches
   * @param inherited the documents and listings of a waiting caller
   */
  private record Held(Set<Holdings> permits, Set<Object> things, Set<Object> inherited) {
    static final Held NOTHING = new Held(Set.of(), Set.of(), Set.of());

    Held and(Object thing) {
      return new Held(permits, union(things, Set.of(thing)), inherited);
    }

    Held asInherited() {
      return new Held(permits, Set.of(), union(things, inherited));
    }

    static <T> Set<T> union(Set<? extends T> some, Set<? extends T> others) {
      Set<T> all = new HashSet<>(some);
      all.addAll(others);
      return Set.copyOf(all);
    }
  }

  /** Whether the current thread, or a caller that waits for it, holds the permits of a request. */
  boolean permit() {
    return held().permits().contains(this);
  }

  /** Whether a caller that waits for the current thread holds the document or the listing. */
  boolean callerHolds(Object thing) {
    return held().inherited().contains(thing);
  }

  /** Whether the current thread itself holds the document or the listing. */
  boolean holds(Object thing) {
    return held().things().contains(thing);
  }

  /**
   * Whether the current thread, or a caller that waits for it, sends a request or tells an event of
   * any run, so that other threads may wait for it.
   */
  static boolean sendsOrTells() {
    Held held = held();
    return !held.permits().isEmpty()
        || held.things().contains(TELLING)
        || held.inherited().contains(TELLING);
  }

  /** Tells an event while other threads of the run wait for their turn. */
  static void telling(Runnable event) {
    as(held().and(TELLING), event);
  }

  <T> T withPermit(Supplier<T> work) {
    Held held = held();
    return as(
        new Held(Held.union(held.permits(), Set.of(this)), held.things(), held.inherited()), work);
  }

  /** Does the work while the current thread holds a document or a listing. */
  <T> T with(Object thing, Supplier<T> work) {
    return as(held().and(thing), work);
  }

  /** The task, to be run by any thread while the current one waits for it. */
  <T> Supplier<T> inherited(Supplier<? extends T> task) {
    Held held = held().asInherited();
    return () -> as(held, task);
  }

  /** The task without a result, to be run by any thread while the current one waits for it. */
  Runnable inheriting(Runnable task) {
    Held held = held().asInherited();
    return () -> as(held, task);
  }

  private static void as(Held held, Runnable work) {
    as(
        held,
        () -> {
          work.run();
          return true;
        });
  }

  private static <T> T as(Held held, Supplier<? extends T> work) {
    Held before = CURRENT.get();
    CURRENT.set(held);
    try {
      return work.get();
    } finally {
      if (before == null) {
        CURRENT.remove();
      } else {
        CURRENT.set(before);
      }
    }
  }

  private static Held held() {
    Held held = CURRENT.get();
    return held == null ? Held.NOTHING : held;
  }
}
