package dev.onboard4j.plan;

/** How text for people looks. */
public enum Style {
  /** Characters alone. */
  PLAIN,
  /** With ANSI colours, for a terminal. */
  COLOR
}
