package dev.onboard4j.hostile;

import dev.onboard4j.Onboarding;
import dev.onboard4j.model.ClusterRef;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way not to keep a contract.
 *
 * @param name in a few words
 * @param lies whether the engine has to believe what is not true, or the object acts on its own, so
 *     that the engine cannot answer for what is in the world
 * @param deed what happens instead of the good answer
 */
record Misbehaviour(String name, boolean lies, Deed deed) {
  /** The call that misbehaves. */
  record Call(Method method, List<@Nullable Object> args, Good good) {}

  /** What a well-behaved object does. */
  @FunctionalInterface
  interface Good {
    @Nullable Object get() throws Throwable;
  }

  /** What happens instead. */
  @FunctionalInterface
  interface Deed {
    @Nullable Object done(Call call, Scene scene) throws Throwable;
  }

  /** What a misbehaviour can reach. */
  record Scene(Stage stage, Verb verb, Onboarding onboarding, ClusterRef cluster) {}
}
