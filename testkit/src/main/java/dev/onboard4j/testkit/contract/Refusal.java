package dev.onboard4j.testkit.contract;

import dev.onboard4j.Onboarding;
import java.util.function.UnaryOperator;

/**
 * A permanent refusal of a system, met while a plan is applied. Immutable.
 *
 * @param name the cause in words
 * @param cause makes the system refuse
 * @param words the words of the system
 * @param settings the settings of the run
 */
public record Refusal(
    String name, Runnable cause, String words, UnaryOperator<Onboarding> settings) {
  /** A refusal that needs no setting. */
  public static Refusal of(String name, Runnable cause, String words) {
    return new Refusal(name, cause, words, UnaryOperator.identity());
  }
}
