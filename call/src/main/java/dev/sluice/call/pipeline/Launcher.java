package dev.sluice.call.pipeline;

import dev.sluice.call.Call;
import dev.sluice.call.answer.ClientResponse;

/// The starter of calls that no client has made: of one that several calls wait for, each on its
/// own thread.
@FunctionalInterface
public interface Launcher {

  /// Starts `call` on a virtual thread of its own and returns at once; also while the engine
  /// drains, since the calls that wait for it were accepted before. It ends by exactly one of
  /// [ClientResponse#finish], [ClientResponse#refuse] and [ClientResponse#cut], on the call's loop,
  /// and its body is closed. Safe for any thread.
  ///
  /// @param through what it passes
  /// @return a handle to cancel it when no call waits for it any more
  CallHandle launch(Service through, Call call, ClientResponse response);
}
