package dev.onboard4j.spi.support;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds a value that is created on first use: a client, the facts of a cluster.
 *
 * <p>Thread-safe. After a maker throws, the next call runs it again.
 *
 * <pre>{@code
 * Lazy<IamClient> iam = Lazy.givenOr(context.given(IamClient.class), this::iam, IamClient::close);
 * }</pre>
 */
public final class Lazy<T> implements AutoCloseable {
  private final Supplier<T> maker;
  private final Consumer<? super T> closer;
  private volatile @Nullable T value;

  private Lazy(Supplier<T> maker, Consumer<? super T> closer) {
    this.maker = maker;
    this.closer = closer;
  }

  /** Creates a holder of a value that needs no closing. */
  public static <T> Lazy<T> of(Supplier<T> maker) {
    return new Lazy<>(maker, made -> {});
  }

  /** Creates a holder whose {@link #close()} closes the value if it was created. */
  public static <T> Lazy<T> of(Supplier<T> maker, Consumer<? super T> closer) {
    return new Lazy<>(maker, closer);
  }

  /** Holds the embedder's value, which the embedder closes, or else a value of our own. */
  public static <T> Lazy<T> givenOr(
      Optional<? extends T> given, Supplier<T> maker, Consumer<? super T> closer) {
    return given.isPresent() ? of(given::get) : of(maker, closer);
  }

  /** Returns the value; the first call creates it. */
  public T get() {
    T made = value;
    if (made == null) {
      synchronized (this) {
        made = value;
        if (made == null) {
          made = maker.get();
          value = made;
        }
      }
    }
    return made;
  }

  /** Closes the value if this holder created it. */
  @Override
  public void close() {
    T made = value;
    if (made != null) {
      closer.accept(made);
    }
  }
}
