package dev.sluice.call.pipeline;

import dev.sluice.call.Call;
import dev.sluice.call.answer.ClientResponse;

/// The starter of calls that no client has made, such as one call that several others wait for.
@FunctionalInterface
public interface Launcher {

  /// Starts `call` on a virtual thread of its own and returns at once; also while the engine
  /// drains, since the calls that wait for it were accepted before. The launched call ends by
  /// exactly one of [ClientResponse#finish], [ClientResponse#refuse] and [ClientResponse#cut], on
  /// the call's loop, and its body is closed. Safe for any thread.
  ///
  /// @param through the service that the call passes
  /// @return a handle to cancel it when no call waits for it any more
  CallHandle launch(Service through, Call call, ClientResponse response);
}
