package dev.onboard4j.run;

/** What to do with created objects if another step of the run fails. */
public enum OnFailure {
  /** Keeps them: the next run continues from there. */
  KEEP,
  /**
   * Removes, in reverse order, the objects that this run certainly created, and nothing else.
   *
   * <p>Sends no request after a cancellation or the deadline. The warnings of the result name every
   * object that stays.
   */
  UNDO
}
