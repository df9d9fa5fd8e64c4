package dev.onboard4j.model;

import java.util.Comparator;

/**
 * Names an addition by another tool or person: kept and reported, never removed without consent.
 *
 * @param kind the sort of addition, as the platform names it: {@code inline policy}; for an item of
 *     a {@link State.Members} field, the name of the field
 * @param name the name of the addition
 */
public record Extra(String kind, String name) implements Comparable<Extra> {
  private static final Comparator<Extra> ORDER =
      Comparator.comparing(Extra::kind).thenComparing(Extra::name);

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
