package dev.onboard4j.hostile;

import dev.onboard4j.spi.Resource;

/** What the world does beside a misbehaviour. */
enum Mode {
  /** Nothing. */
  CALM,
  /** Somebody cancels the run at the point. */
  CANCEL,
  /** The deadline passes at the point. */
  DEADLINE,
  /** Reads show the former world for a while. */
  LAG,
  /** Replies of writes get lost. */
  LOST_REPLIES,
  /** Both. */
  LAG_AND_LOST_REPLIES,
  /** Somebody else makes an object, at the point, where the plan creates one. */
  RIVAL;

  /** From the beginning. */
  void begin(Stage stage) {
    if (this == LAG || this == LAG_AND_LOST_REPLIES) {
      stage.server.lag(3);
    }
    if (this == LOST_REPLIES || this == LAG_AND_LOST_REPLIES) {
      stage.server.loseReplies(3);
    }
  }

  /** When the misbehaviour begins. */
  void at(Misbehaviour.Scene scene) {
    Stage stage = scene.stage();
    if (this == CANCEL) {
      stage.cancel();
    }
    if (this == DEADLINE) {
      stage.passDeadline();
    }
    if (this == RIVAL) {
      stage.resources.stream()
          .map(Resource::id)
          .filter(id -> !stage.server.holds(id))
          .reduce((first, last) -> last)
          .ifPresent(stage::rival);
    }
  }
}
