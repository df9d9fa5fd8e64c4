package dev.onboard4j.engine;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Fetches each listing once, for the first caller, and shares the result or the failure. */
final class Listings {
  private final Map<String, Fetch> fetches = new ConcurrentHashMap<>();

  private record Fetch(CompletableFuture<Object> result) {
    boolean ended(long limit, TimeUnit unit) throws InterruptedException {
      try {
        result.get(limit, unit);
        return true;
      } catch (ExecutionException e) {
        return true;
      } catch (TimeoutException e) {
        return false;
      }
    }
  }

  @SuppressWarnings("unchecked") // One name has one type of answer: its contributor ensures that.
  <T> T cached(String listing, Deadline deadline, Supplier<T> read) {
    Fetch mine = new Fetch(new CompletableFuture<>());
    Fetch first = fetches.putIfAbsent(listing, mine);
    if (first == null) {
      return fetch(mine, read);
    }
    deadline.acquire(first::ended, "the listing " + listing);
    return (T) result(first.result());
  }

  private static Object result(CompletableFuture<Object> ended) {
    try {
      return ended.join();
    } catch (CompletionException e) {
      throw Unforeseen.known(e.getCause() == null ? e : e.getCause(), "a listing");
    }
  }

  private static <T> T fetch(Fetch mine, Supplier<T> read) {
    try {
      T listing = read.get();
      mine.result().complete(listing);
      return listing;
    } catch (Throwable e) {
      // Other threads wait for this listing, whatever ended the fetch.
      mine.result().completeExceptionally(e);
      throw e;
    }
  }
}
