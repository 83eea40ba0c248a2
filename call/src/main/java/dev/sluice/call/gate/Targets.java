package dev.sluice.call.gate;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import java.time.Duration;
import java.util.Optional;

/// The targets of a route, with the questions of those filters that repeat a call. Safe for any
/// thread but a loop.
public interface Targets {

  /// The name of a target that has not failed the call and can take it now; empty where there is
  /// none. The call may find another one when it arrives.
  Optional<String> another(Call call);

  /// The name of the target that the call is most likely to go to: one that can take it now, else
  /// one that it may have to wait for; empty text where none may be asked.
  String likely(Call call);

  /// How the call goes on after `refuser` has refused it for what another target may take; empty
  /// where no other may.
  default Optional<FailedTargets> instead(Call call, String refuser, Failed.Objection objection) {
    return Optional.empty();
  }

  /// How long until a target of the route is open to the call, as far as is known; zero when one
  /// is.
  Duration untilOpen(Call call);
}
