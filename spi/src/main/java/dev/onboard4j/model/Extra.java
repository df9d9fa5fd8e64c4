package dev.onboard4j.model;

import java.util.Comparator;

/**
 * Something that others added to an object: it is kept and reported, never removed unasked.
 *
 * @param kind what it is, in the words of its platform: {@code inline policy}; for an item of a
 *     {@link State.Members} field the name of that field
 * @param name which one
 */
public record Extra(String kind, String name) implements Comparable<Extra> {
  private static final Comparator<Extra> ORDER =
      Comparator.comparing(Extra::kind).thenComparing(Extra::name);

  @Override
  public int compareTo(Extra other) {
    return ORDER.compare(this, other);
  }

  /** As people read it: {@code inline policy: Audit}. */
  @Override
  public String toString() {
    return kind + ": " + name;
  }
}
