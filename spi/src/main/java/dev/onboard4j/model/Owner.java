package dev.onboard4j.model;

/** The owner of an observed object, according to its mark. */
public enum Owner {
  /** The object does not exist. */
  ABSENT,
  /** It carries this cluster's mark. */
  OURS,
  /** It carries no mark: a person or an older tool created it. */
  UNMARKED,
  /** It carries another cluster's or another tool's mark. */
  OTHER,
  /** Its mark says that several clusters of the account use it. */
  SHARED,
  /** The caller may not read it. */
  UNREADABLE
}
