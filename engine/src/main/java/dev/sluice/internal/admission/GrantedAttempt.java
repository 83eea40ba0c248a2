package dev.sluice.internal.admission;

import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.admission.queue.Grant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The attempt of a grant, whose progress is reported to the grant's permits. On the loop, but for
/// [#settle].
///
/// @param preference the order of targets in which the grant's was found
/// @param before the record of the attempt before it; null for the first
record GrantedAttempt(
    Waiter.Owner owner,
    Grant grant,
    TargetPreference preference,
    @Nullable AttemptInfo before,
    Clock clock)
    implements AttemptInfo.Listener {

  /// Notes that the call is about to go to the grant's target.
  ///
  /// @return the service of the target
  Service service(Call call) {
    preference.granted(call, grant.target());
    return grant.target().service();
  }

  @Override
  public void started(long at) {
    owner.started(grant, at);
  }

  @Override
  public void allowed(RateLimitInfo limits) {
    owner.allowed(grant, limits, clock.nanos());
  }

  /// Settles the grant, when the attempt has ended; on the call's thread.
  void settle(Sink sink, Outcome outcome) {
    owner.settle(grant, result(sink.info().since(before), outcome));
    preference.ended(grant.target());
  }

  /// Returns the result of the attempt.
  ///
  /// @param attempt null where none was made of the grant
  private AttemptResult result(@Nullable AttemptInfo attempt, Outcome outcome) {
    long now = clock.nanos();
    if (attempt == null) {
      return new AttemptResult(outcome, Usage.NONE, grant.begun(), OptionalLong.empty(), now);
    }
    OptionalLong started =
        attempt.meant() ? OptionalLong.of(attempt.firstToken()) : OptionalLong.empty();
    return new AttemptResult(outcome, attempt.usage(), grant.begun(), started, now);
  }
}
