package dev.onboard4j.engine;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows what the current thread holds, so that nested work does not wait for its own caller.
 *
 * <p>Tasks that a thread starts and waits for inherit what the thread holds. Thread-safe.
 */
final class Holdings {
  /**
   * Null for nothing: a value of ours must not stay behind in a thread of the embedder. Not static,
   * as a thread may work for one run within another one.
   */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<@Nullable Held> current = new ThreadLocal<>();

  /**
   * What a thread holds.
   *
   * @param permit whether the thread sends a request, so that requests within it need no permit
   * @param documents the documents that it edits
   * @param inherited the documents that a waiting caller edits
   */
  private record Held(boolean permit, Set<String> documents, Set<String> inherited) {
    static final Held NOTHING = new Held(false, Set.of(), Set.of());

    Held withDocument(String document) {
      return new Held(permit, union(documents, Set.of(document)), inherited);
    }

    Held asInherited() {
      return new Held(permit, Set.of(), union(documents, inherited));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
      Set<String> all = new HashSet<>(some);
      all.addAll(others);
      return Set.copyOf(all);
    }
  }

  /** Whether the current thread, or a caller that waits for it, holds the permits of a request. */
  boolean permit() {
    return held().permit();
  }

  /** Whether a caller that waits for the current thread edits the document. */
  boolean callerEdits(String document) {
    return held().inherited().contains(document);
  }

  <T> T withPermit(Supplier<T> work) {
    Held held = held();
    return with(new Held(true, held.documents(), held.inherited()), work);
  }

  <T> T withDocument(String document, Supplier<T> work) {
    return with(held().withDocument(document), work);
  }

  /** The task, to be run by any thread while the current one waits for it. */
  <T> Supplier<T> inherited(Supplier<? extends T> task) {
    Held held = held().asInherited();
    return () -> with(held, task);
  }

  private <T> T with(Held held, Supplier<? extends T> work) {
    Held before = current.get();
    current.set(held);
    try {
      return work.get();
    } finally {
      if (before == null) {
        current.remove();
      } else {
        current.set(before);
      }
    }
  }

  private Held held() {
    Held held = current.get();
    return held == null ? Held.NOTHING : held;
  }
}
