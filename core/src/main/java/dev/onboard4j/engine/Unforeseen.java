package dev.onboard4j.engine;

import dev.onboard4j.model.OnboardingException;
import dev.onboard4j.model.OnboardingException.Category;

/** Gives every Throwable that ends a run the one type that callers expect. */
final class Unforeseen {
  private Unforeseen() {}

  /** The exception itself, or one of category PROVIDER_BUG with it as the cause. */
  static OnboardingException known(Throwable e, String what) {
    return e instanceof OnboardingException known
        ? known
        : OnboardingException.of(
                Category.PROVIDER_BUG,
                what + " failed in an unforeseen way: " + e.getClass().getName())
            .remedy("report it to the author of the contributor, with the cause below")
            .cause(e)
            .build();
  }
}
