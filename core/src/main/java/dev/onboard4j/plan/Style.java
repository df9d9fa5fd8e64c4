package dev.onboard4j.plan;

/** The style of text for people. */
public enum Style {
  /** Without colours. */
  PLAIN,
  /** With ANSI colours, for a terminal. */
  COLOR
}
