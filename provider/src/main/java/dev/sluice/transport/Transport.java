package dev.sluice.transport;

import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.runtime.Loop;

/// A maker of HTTP exchanges. The transport knows bytes and not their meaning: every status is an
/// answer to it, and the only progress that it reports is `CONNECTED` and `SENT`, once each.
public interface Transport {

  /// Sends `request` over a connection of `loop` and pumps the answer, whatever its status, into
  /// `answer`; returns when the answer has ended. Never queues: a connection is idle, or made, or
  /// the exchange fails. The transport knows no timeouts; a caller that wants one aborts the
  /// attempt.
  ///
  /// Runs on a virtual thread and parks it.
  ///
  /// @param attempt the attempt that the exchange is a part of, and by which it is stopped
  /// @param request the request, whose body is released on every path
  /// @return [dev.sluice.call.Answered] when the body has come to its end as its framing demands;
  ///   otherwise unreachable, a bad answer, or the failure with which the attempt was aborted;
  ///   cancelled when the loop has ended
  /// @throws InterruptedException if the caller has left; the connection has been given up
  Outcome exchange(AttemptInfo attempt, WireRequest request, Loop loop, AnswerSink answer)
      throws InterruptedException;
}
