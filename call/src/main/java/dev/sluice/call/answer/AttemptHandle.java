package dev.sluice.call.answer;

import dev.sluice.call.Failed;

/// What stops an attempt, or the exchange of it that is under way. On the loop only.
@FunctionalInterface
public interface AttemptHandle {

  /// Stops the attempt: the connection is dropped, nothing more is written, and the attempt's
  /// outcome is `why`. Does nothing when the attempt has ended.
  void abort(Failed why);
}
