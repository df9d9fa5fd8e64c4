package dev.onboard4j.model;

/** Whose an observed object is, as its mark tells. */
public enum Owner {
  /** There is no such object. */
  ABSENT,
  /** It carries this cluster's mark. */
  OURS,
  /** It carries no mark: a person or an older tool made it. */
  UNMARKED,
  /** It carries another cluster's or another tool's mark. */
  OTHER,
  /** It is marked as used by several clusters of the account. */
  SHARED,
  /** The caller may not read it. */
  UNREADABLE
}
