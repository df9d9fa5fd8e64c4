package dev.onboard4j.gke;

import com.google.api.gax.core.BackgroundResource;
import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A value made once, when it is first asked for. */
final class Lazy<T> {
  /** Makes the value; may fail. */
  @FunctionalInterface
  interface Maker<T> {
    T make() throws IOException;
  }

  private final Maker<T> maker;
  private final boolean ours;
  private volatile @Nullable T value;

  Lazy(Maker<T> maker) {
    this(maker, true);
  }

  private Lazy(Maker<T> maker, boolean ours) {
    this.maker = maker;
    this.ours = ours;
  }

  /** The embedder's own, which is his to close. */
  static <T> Lazy<T> given(T value) {
    return new Lazy<>(() -> value, false);
  }

  T get() {
    T made = value;
    if (made == null) {
      synchronized (this) {
        made = value;
        if (made == null) {
          made = made();
          value = made;
        }
      }
    }
    return made;
  }

  private T made() {
    try {
      return maker.make();
    } catch (IOException e) {
      throw OnboardingException.of(Category.CALLER, "a client cannot be made: " + e.getMessage())
          .remedy("check the credentials and the endpoint")
          .cause(e)
          .build();
    }
  }

  /** Closes what we made; in the background, as Google's clients do. */
  void close() {
    if (ours && value instanceof BackgroundResource resource) {
      resource.shutdownNow();
    }
  }
}
