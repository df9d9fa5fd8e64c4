package dev.onboard4j.spi.support;

import org.jspecify.annotations.Nullable;

/** Looks into the causes of a client's exception, to tell who has to act. */
public final class Failures {
  private Failures() {}

  /** Whether the exception or one of its causes is of that type. */
  public static boolean has(Throwable failure, Class<? extends Throwable> type) {
    for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }

  /** The innermost cause, or the exception itself if it has none. */
  public static Throwable root(Throwable failure) {
    Throwable at = failure;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    return at;
  }
}
