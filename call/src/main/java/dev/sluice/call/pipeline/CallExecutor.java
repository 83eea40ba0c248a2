package dev.sluice.call.pipeline;

import dev.sluice.call.Call;
import dev.sluice.call.answer.ClientResponse;
import java.time.Duration;

/// Runs the calls of an edge, each on a virtual thread of its own. Safe for any thread.
public interface CallExecutor {

  /// Starts a call on its own virtual thread and returns at once. The call ends by exactly one of
  /// [ClientResponse#finish], [ClientResponse#refuse] and [ClientResponse#cut], on the call's loop,
  /// and its body is closed; also when its caller has left, so that a response must accept them
  /// after its receiver is gone.
  CallHandle start(Call call, ClientResponse response);

  /// The number of calls under way.
  int running();

  /// Lets the calls end: from now on new ones are rejected, and those that wait for a grant;
  /// running ones may finish for as long as `limit`, the rest are ended with an error that says so.
  /// Returns when the last call's thread is at its end, or some seconds after the interrupt of
  /// those that ignore it. Not on a loop.
  ///
  /// @throws InterruptedException if interrupted while it waits; the calls then just go on
  void drain(Duration limit) throws InterruptedException;
}
