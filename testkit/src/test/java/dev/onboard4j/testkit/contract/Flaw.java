package dev.onboard4j.testkit.contract;

/** What a provider can do wrong, and the law about it. */
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
  LITTERS_WHEN_IT_DIES_REMOVING("removingAgainAfterACrashEndsAsIfThereHadBeenNone"),
  TOUCHES_ANOTHER_BOX("nothingChangesThatThePlanDidNotSay"),
  TOUCHES_ANOTHER_BOX_IN_AN_UNDO("nothingChangesThatThePlanDidNotSay"),
  TAKES_A_FAILED_READ_FOR_ABSENT("aFailedReadIsNeverAbsence"),
  REPLACES_NOTHING("aReplacementReplaces"),
  FORGETS_FORMER_SETTINGS("aChangedSettingLeavesNothingOfTheFormerOne"),
  OVERLOOKS_A_USER("whatIsInUseIsNotRemoved"),
  TAKES_A_LOST_MARK_FOR_FOREIGN("aLostMarkIsDrift"),
  ANSWERS_OURS_FOR_EVERYTHING("aForeignObjectIsNotOurs"),
  OVERLOOKS_WIDENED_ACCESS("widenedAccessIsTold"),
  TAKES_SHARED_BOXES_FOR_ITS_OWN("sharedObjectsDoNotFlip"),
  CONCEALS_A_PERMISSION_OF_A_READ("thePrintedPermissionsAreEnough"),
  EXPECTS_AT_ONCE_WHAT_IT_MADE("whatIsVisibleLateConverges"),
  WAITS_FOR_A_REFUSAL("aPermanentRefusalIsToldOnceAndAtOnce");

  private final String law;

  Flaw(String law) {
    this.law = law;
  }

  String law() {
    return law;
  }
}
