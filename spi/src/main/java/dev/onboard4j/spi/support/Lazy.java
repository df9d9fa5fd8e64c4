package dev.onboard4j.spi.support;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made once, when it is first asked for: a client, the facts of a cluster.
 *
 * <p>Thread-safe. A maker that throws is asked again at the next call.
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

  /** A value that needs no closing. */
  public static <T> Lazy<T> of(Supplier<T> maker) {
    return new Lazy<>(maker, made -> {});
  }

  /** A value that {@link #close()} closes in that way, if it was made. */
  public static <T> Lazy<T> of(Supplier<T> maker, Consumer<? super T> closer) {
    return new Lazy<>(maker, closer);
  }

  /** The embedder's own value, which the embedder closes; without one, a value of ours. */
  public static <T> Lazy<T> givenOr(
      Optional<? extends T> given, Supplier<T> maker, Consumer<? super T> closer) {
    return given.isPresent() ? of(given::get) : of(maker, closer);
  }

  /** The value; the first call makes it. */
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

  /** Closes the value if it was made here. */
  @Override
  public void close() {
    T made = value;
    if (made != null) {
      closer.accept(made);
    }
  }
}
