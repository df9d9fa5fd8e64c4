package dev.onboard4j.plan;

import java.util.Locale;

/** What a change does to its resource. */
public enum Action {
  /** Nothing: it is as it should be, or it is not ours to touch. */
  KEEP("="),
  /** Makes it. */
  CREATE("+"),
  /** Changes it in place. */
  UPDATE("~"),
  /** Removes it and makes it anew. */
  REPLACE("-/+"),
  /** Removes it. */
  DELETE("-"),
  /** A person does it elsewhere; it stops nothing. */
  MANUAL("!");

  private final String sign;

  Action(String sign) {
    this.sign = sign;
  }

  /** Whether it writes. */
  public boolean writes() {
    return this != KEEP && this != MANUAL;
  }

  String sign() {
    return sign;
  }

  /** In lower case, as JSON and people have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Action ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
