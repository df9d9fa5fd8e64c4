package dev.onboard4j.testkit.contract;

/** What a provider can do wrong, and the law that it breaks. */
enum Flaw {
  NONE(""),
  WRITES_WHILE_PLANNING("planningWritesNothing"),
  WANTS_SOMETHING_ELSE_EACH_TIME("planningTwiceGivesTheSameBytes"),
  STORES_SOMETHING_ELSE("afterApplyingThereIsNothingToDo"),
  LEAVES_SOMETHING_BEHIND("removingUndoesExactlyWhatWasMade"),
  ASKS_TWICE("noRequestIsRepeatedWithinAPlan"),
  GOES_PAST_THE_ENGINE("everyRequestGoesThroughTheEngine"),
  GIVES_UP_WHEN_THROTTLED("aWriteThatFailsOnceConverges"),
  GIVES_UP_A_REMOVAL_WHEN_THROTTLED("aRemovalThatFailsOnceConverges"),
  TAKES_DENIED_FOR_ABSENT("aDeniedReadIsToldAndBlocksThePlan"),
  CONCEALS_A_PERMISSION("aDeniedWriteNamesThePermissionAndThePlanHadToldIt"),
  LITTERS_WHEN_IT_DIES("applyingAgainAfterACrashEndsAsIfThereHadBeenNone"),
  LITTERS_WHEN_IT_DIES_REMOVING("removingAgainAfterACrashEndsAsIfThereHadBeenNone");

  private final String law;

  Flaw(String law) {
    this.law = law;
  }

  String law() {
    return law;
  }
}
