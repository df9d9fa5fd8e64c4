package dev.onboard4j.hostile;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every kind of Throwable, before the good deed and after it. */
final class Thrown {
  private Thrown() {}

  /** What a library that is broken throws: even to describe it fails. */
  private static final class Mute extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("no text");
    }
  }

  /** What no handler of exceptions is meant to catch. */
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  static List<Misbehaviour> all() {
    List<Misbehaviour> all = new ArrayList<>();
    for (Category category : Category.values()) {
      boolean lies = category != Category.UNKNOWN_OUTCOME;
      Supplier<Throwable> one = () -> OnboardingException.of(category, "planned").build();
      all.add(before(category.name(), one));
      all.add(after(category.name(), lies, one));
    }
    OnboardingException same = OnboardingException.of(Category.UNKNOWN_OUTCOME, "same").build();
    all.add(before("the same exception each time", () -> same));
    all.add(after("the same exception each time", false, () -> same));
    foreign(all, "RuntimeException", () -> new IllegalStateException(Stage.SECRET));
    foreign(all, "a checked exception", () -> new IOException(Stage.SECRET));
    foreign(all, "AssertionError", () -> new AssertionError(Stage.SECRET));
    foreign(all, "StackOverflowError", StackOverflowError::new);
    foreign(all, "OutOfMemoryError", () -> new OutOfMemoryError("by hand"));
    foreign(all, "LinkageError", () -> new NoClassDefFoundError("a/missing/Class"));
    foreign(all, "ServiceConfigurationError", () -> new ServiceConfigurationError("by hand"));
    foreign(all, "an Error of its own", Death::new);
    foreign(
        all, "an exception without a message", () -> new IllegalArgumentException((String) null));
    foreign(all, "an exception that throws", Mute::new);
    interrupted(all);
    return all;
  }

  private static void foreign(List<Misbehaviour> all, String name, Supplier<Throwable> thrown) {
    all.add(before(name, thrown));
    all.add(after(name, false, thrown));
  }

  private static void interrupted(List<Misbehaviour> all) {
    all.add(
        new Misbehaviour(
            "throws InterruptedException",
            false,
            (call, scene) -> {
              scene.stage().interrupts();
              throw new InterruptedException(Stage.SECRET);
            }));
    all.add(
        new Misbehaviour(
            "interrupts its thread",
            false,
            (call, scene) -> {
              scene.stage().interrupts();
              Thread.currentThread().interrupt();
              return call.good().get();
            }));
  }

  private static Misbehaviour before(String name, Supplier<Throwable> thrown) {
    return new Misbehaviour(
        "throws " + name,
        false,
        (call, scene) -> {
          throw thrown.get();
        });
  }

  private static Misbehaviour after(String name, boolean lies, Supplier<Throwable> thrown) {
    return new Misbehaviour(
        "throws " + name + " after the effect",
        lies,
        (call, scene) -> {
          call.good().get();
          throw thrown.get();
        });
  }
}
