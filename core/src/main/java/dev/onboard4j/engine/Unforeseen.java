package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;
import dev.onboard4j.spi.Contributor;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Calls objects that are not the engine's: whatever they throw or return, the engine goes on with a
 * complete answer or with an {@link OnboardingException}.
 *
 * <p>Messages have the class of a foreign exception only: its text may contain a secret.
 */
final class Unforeseen {
  private Unforeseen() {}

  /** The exception itself, or one of category PROVIDER_BUG with it as the cause. */
  static OnboardingException known(Throwable e, String what) {
    keepInterrupt(e);
    return e instanceof OnboardingException known
        ? known
        : OnboardingException.of(
                Category.PROVIDER_BUG,
                what + " failed in an unforeseen way: " + e.getClass().getName())
            .remedy("report it to the author of the contributor, with the cause below")
            .cause(e)
            .build();
  }

  /** Sets the interrupt flag again if its exception went through code that does not declare it. */
  static void keepInterrupt(Throwable e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does one of the engine's tasks; nothing but an {@link OnboardingException} leaves it. */
  static <T> T guarded(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (Throwable e) {
      throw known(e, what);
    }
  }

  /**
   * Returns the answer of a method.
   *
   * @throws OnboardingException of category PROVIDER_BUG if it is null or if something unforeseen
   *     is thrown; otherwise as the method throws it
   */
  static <T> T answer(Object owner, String method, Supplier<? extends T> call) {
    try {
      return Objects.requireNonNull(call.get(), "it returned null");
    } catch (LinkageError e) {
      throw misaligned(owner.getClass(), e);
    } catch (Throwable e) {
      throw known(e, method + "() of " + place(owner.getClass()));
    }
  }

  /** The text of a LinkageError comes from the JVM: it names the class or the method. */
  private static OnboardingException misaligned(Class<?> type, LinkageError e) {
    String versions = version(type) + ", " + version(Contributor.class);
    return OnboardingException.of(
            Category.PROVIDER_BUG,
            place(type) + ": the versions of the jars do not match: " + e + "; " + versions)
        .remedy(alignment(type) + " dev.onboard4j:onboard4j-bom, so that all jars have one version")
        .cause(e)
        .build();
  }

  private static String alignment(Class<?> type) {
    return type.getModule().isNamed()
        ? "move this jar and its libraries from the module path to the class path, start java with"
            + " --add-modules ALL-DEFAULT, and import"
        : "import";
  }

  private static String version(Class<?> type) {
    Jar jar = Jar.of(type);
    return jar.file() + " is version " + jar.version();
  }

  /** Returns a copy of the list that a method returns; a null in it is unforeseen, too. */
  static <T> List<T> list(Object owner, String method, Class<T> type, Supplier<List<T>> call) {
    return answer(owner, method, () -> List.copyOf(call.get()).stream().map(type::cast).toList());
  }

  /** The class and its jar, for messages. */
  static String place(Class<?> type) {
    return type.getName() + " in " + Jar.of(type).file();
  }
}
