package dev.onboard4j.model;

import java.util.Comparator;

/**
 * Names an addition by another tool or person: kept and reported, never removed without consent.
 *
 * @param kind the sort of addition, as the platform names it: {@code inline policy}; for an item of
 *     a {@link State.Members} field, the name of the field
 * @param name the name of the addition
 * @param effect whether it widens the access that the declaration grants
 */
public record Extra(String kind, String name, Effect effect) implements Comparable<Extra> {
  private static final Comparator<Extra> ORDER =
      Comparator.comparing(Extra::kind).thenComparing(Extra::name).thenComparing(Extra::effect);

  /** What an addition does to access. */
  public enum Effect {
    /** It is not known to grant access. */
    NONE,
    /** It grants access that the declaration does not grant: drift of its own kind. */
    BROADER_ACCESS
  }

  /** Creates an addition that is not known to grant access. */
  public Extra(String kind, String name) {
    this(kind, name, Effect.NONE);
  }

  /** Creates an addition that grants access which the declaration does not grant. */
  public static Extra broader(String kind, String name) {
    return new Extra(kind, name, Effect.BROADER_ACCESS);
  }

  @Override
  public int compareTo(Extra other) {
    return ORDER.compare(this, other);
  }

  /** Returns the form that plans show: {@code inline policy: Audit}. */
  @Override
  public String toString() {
    return kind + ": " + name;
  }
}
