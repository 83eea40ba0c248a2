package dev.sluice.sim.batch;

import dev.sluice.sim.wire.ReceivedRequest;

/// Answers lines of batches as calls would be, but for limits: a batch has none. Safe for any
/// number of threads.
@FunctionalInterface
public interface LineCaller {

  /// Answers a line.
  ///
  /// @param request what the line would be as a call
  /// @param id a part of every identifier in the answer
  /// @param draw what is drawn for the answer depends on it: the same draws the same
  LineAnswer answer(ReceivedRequest request, String id, long draw);
}
