package dev.onboard4j.engine;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Listings fetched once, whoever asks first. */
final class Listings {
  private final Map<String, CompletableFuture<Object>> fetched = new ConcurrentHashMap<>();

  /** The caller who comes first fetches; the others wait for him and share his luck. */
  @SuppressWarnings("unchecked") // a listing's name stands for one type: its contributor sees to it
  <T> T cached(String listing, Supplier<T> read) {
    CompletableFuture<Object> mine = new CompletableFuture<>();
    CompletableFuture<Object> first = fetched.putIfAbsent(listing, mine);
    if (first == null) {
      first = mine;
      try {
        mine.complete(read.get());
      } catch (RuntimeException | Error e) {
        // Also of an error: whoever waits for this listing must not wait for ever.
        mine.completeExceptionally(e);
      }
    }
    try {
      return (T) first.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
