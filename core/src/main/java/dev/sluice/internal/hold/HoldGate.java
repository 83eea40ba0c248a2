package dev.sluice.internal.hold;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.internal.permodel.SharedUntilAnswered;
import java.time.Duration;
import java.util.Optional;

/// The gate of one target with one credential, over all its routes. It is closed while the provider
/// has asked to stay away, also to a route's last target: a call that comes too early is refused
/// anyhow.
public final class HoldGate implements Gate {
  private final boolean passesOn;
  private final Hold shared = new Hold();
  private final SharedUntilAnswered<Hold> holds =
      new SharedUntilAnswered<>(shared, (_, _) -> new Hold(), _ -> {});

  /// @param passesOn whether the target passes the asked name on, so that it is many models, each
  ///   with limits of its own
  public HoldGate(boolean passesOn) {
    this.passesOn = passesOn;
  }

  @Override
  public Optional<Closed> closed(Call call, boolean last, long now) {
    Hold hold = passesOn ? holds.of(call.model()) : shared;
    return hold.closed(now);
  }

  @Override
  public Permit enter(Call call, long now) {
    return passesOn ? holds.enter(call.model(), hold -> enter(hold, now)) : enter(shared, now);
  }

  private static Permit enter(Hold hold, long now) {
    hold.enter(now);
    return attempt -> settle(hold, attempt);
  }

  private static void settle(Hold hold, AttemptResult attempt) {
    Outcome outcome = attempt.outcome();
    if (outcome instanceof Answered) {
      hold.completed(attempt.ended());
    }
    hint(outcome)
        .filter(Duration::isPositive)
        .ifPresent(hint -> hold.stayAway((Failed) outcome, hint, attempt.ended()));
  }

  /// Whether a status concerns the target, not perhaps the one request that met it.
  private static boolean isOfTheTarget(int status) {
    return switch (status) {
      case 408, 409, 500, 501 -> false;
      default -> true;
    };
  }

  private static Optional<Duration> hint(Outcome outcome) {
    return switch (outcome) {
      case Failed.Throttled t -> t.hint();
      case Failed.Overloaded o when isOfTheTarget(o.status()) -> o.hint();
      default -> Optional.empty();
    };
  }
}
