package dev.onboard4j;

/** How text for people looks. */
public enum Style {
  /** Characters alone. */
  PLAIN,
  /** With ANSI colours, for a terminal. */
  COLOR
}
