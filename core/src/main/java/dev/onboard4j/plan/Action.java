package dev.onboard4j.plan;

import java.util.Locale;

/** What a change does to its resource. */
public enum Action {
  /** Writes nothing: the object is as declared, or does not belong to onboarding. */
  KEEP("="),
  /** Creates the object. */
  CREATE("+"),
  /** Changes the object in place. */
  UPDATE("~"),
  /** Deletes the object and creates it again. */
  REPLACE("-/+"),
  /** Deletes the object. */
  DELETE("-"),
  /** A person makes the change elsewhere; the run continues without it. */
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

  /** The lower-case name, as in JSON and in text for people. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Action ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
