package dev.onboard4j.run;

/** What becomes of what a run made, when another part of it fails. */
public enum OnFailure {
  /** It stays: running again goes on from there. */
  KEEP,
  /** What this very run made is removed again, in reverse; nothing else is touched. */
  UNDO
}
