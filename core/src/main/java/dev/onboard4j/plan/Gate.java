package dev.onboard4j.plan;

import java.util.ArrayList;
import java.util.List;

/** The condition under which a change may be written. */
public sealed interface Gate {
  /** No condition. */
  record None() implements Gate {}

  /**
   * The caller has to give a consent, or several.
   *
   * @param kind the kind of consent: {@code adopt}, {@code replace}, {@code shared}, ...
   * @param text the effect of the consent
   * @param beside the consents that the change needs beside this one
   */
  record Consent(String kind, String text, List<Consent> beside) implements Gate {
    /** Keeps an unmodifiable copy. */
    public Consent {
      beside = List.copyOf(beside);
    }

    /** A consent that suffices alone. */
    public Consent(String kind, String text) {
      this(kind, text, List.of());
    }

    /** Adds another consent that the change needs. */
    public Consent and(Consent other) {
      List<Consent> more = new ArrayList<>(beside);
      more.add(other);
      return new Consent(kind, text, more);
    }

    /** This consent and those beside it. */
    public List<Consent> all() {
      List<Consent> all = new ArrayList<>();
      all.add(this);
      all.addAll(beside);
      return all;
    }
  }

  /**
   * The change cannot be written.
   *
   * @param reason the obstacle
   * @param remedy the steps that remove the obstacle
   */
  record Blocked(String reason, String remedy) implements Gate {}

  /** The gate without a condition. */
  static Gate none() {
    return new None();
  }
}
