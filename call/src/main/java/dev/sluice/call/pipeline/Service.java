package dev.sluice.call.pipeline;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;

/// Answers calls. A provider is a service, and so is a whole pipeline. Safe for any number of
/// threads.
///
/// The idea, and [Filter]'s, is Finagle's ("Your Server as a Function", Eriksen 2013); here both
/// are blocking, since a virtual thread may wait.
@FunctionalInterface
public interface Service {

  /// Sends one call and pumps its answer into `sink`; returns after the answer has ended, well
  /// ([dev.sluice.call.Answered]) or not ([dev.sluice.call.Failed]). It never ends a failed answer
  /// itself: the caller that gets the failure either tries again after [Sink#reset] or tells the
  /// client by [dev.sluice.call.answer.ClientResponse].
  ///
  /// Runs on the call's virtual thread and may block it, never the loop.
  ///
  /// @return what became of the call; a failure is a value, an exception is a bug
  /// @throws InterruptedException if the caller has left (and only then); whatever the call held
  ///   has been given back, and nothing more is written to the sink after what the loop has already
  ///   been handed
  Outcome send(Call call, Sink sink) throws InterruptedException;
}
