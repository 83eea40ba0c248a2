package dev.sluice.transport.http;

import dev.sluice.call.Failed;

/// The exchange that a connection serves. On the loop.
interface ServedExchange extends AnswerReader.Receiver {
  /// Reports that the whole request has been written.
  void sent();

  /// Reports that there is no more to read at the moment.
  void flush();

  /// Whether the client keeps up.
  boolean writable();

  /// Runs `resume` once the client keeps up again.
  void onWritable(Runnable resume);

  /// Whether the answer's last event has arrived, so that its framing cannot take anything from it.
  boolean complete();

  /// Reports that the answer is complete.
  void end();

  /// Reports that the connection was lost.
  ///
  /// @param unanswered whether the connection was a reused one, and not a byte of the answer had
  ///   come: the peer had closed it before it saw the request, so the request may be sent anew,
  ///   unseen
  void lost(boolean unanswered);

  /// Ends the exchange with `why`; the connection has closed itself.
  void fail(Failed why);

  /// Ends the exchange with a bug.
  void crash(Throwable bug);
}
