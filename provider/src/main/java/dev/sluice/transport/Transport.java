package dev.sluice.transport;

import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Loop;

/// Makes one HTTP exchange. It knows bytes and not their meaning: every status is an answer to it,
/// and the only progress it reports is `CONNECTED` and `SENT`, once each.
public interface Transport {

  /// Sends `request` over a connection of `loop` and pumps the answer, whatever its status, into
  /// `sink`; returns when it has ended. Never queues: a connection is idle, or made, or the
  /// exchange fails. It knows no timeouts; a caller that wants one aborts the feed.
  ///
  /// Runs on a virtual thread and parks it.
  ///
  /// @param target how the feed calls itself
  /// @param request its body is released on every path
  /// @return [dev.sluice.call.Answered] when the body has come to its end as its framing demands;
  ///   otherwise unreachable, a bad answer, or what the feed was aborted with; cancelled when the
  ///   loop has ended
  /// @throws InterruptedException if the caller has left; the connection has been given up
  Outcome exchange(String target, WireRequest request, Loop loop, Sink sink)
      throws InterruptedException;
}
