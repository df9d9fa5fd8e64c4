package dev.onboard4j.testkit.cloud;

import java.time.Duration;

/** A request over HTTP, whose reply can be cut, halved and delayed. */
public interface WireExchange extends Exchange<WireReply> {
  @Override
  default WireReply cut() {
    return WireReply.of(500, "text/plain", "").ending(WireReply.Ending.CUT);
  }

  @Override
  default WireReply half(WireReply whole) {
    return whole.ending(WireReply.Ending.HALF);
  }

  @Override
  default WireReply late(WireReply reply, Duration delay) {
    return reply.after(delay);
  }
}
