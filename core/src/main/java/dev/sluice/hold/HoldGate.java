package dev.sluice.hold;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Gate;
import dev.sluice.call.Outcome;
import dev.sluice.call.Permit;
import dev.sluice.call.Settled;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// The gate of one target with one credential, over all its routes. It is closed while the provider
/// has asked to stay away, also to a route's last target: what comes too early is refused anyhow.
public final class HoldGate implements Gate {
  /// How many models are told apart at a target that passes names on; clients make names up.
  private static final int MOST_MODELS = 256;

  private final Function<Call, String> model;
  private final SequencedMap<String, Hold> holds = new LinkedHashMap<>();

  /// @param passesOn whether the target passes the asked name on, so that it is many models, each
  ///   with limits of its own
  public HoldGate(boolean passesOn) {
    this.model = passesOn ? Call::model : _ -> "";
  }

  @Override
  public Optional<Closed> closed(Call call, boolean last, long now) {
    Hold hold = holds.get(model.apply(call));
    return hold == null ? Optional.empty() : hold.closed(now);
  }

  @Override
  public Permit enter(Call call, long now) {
    Hold hold = hold(model.apply(call));
    hold.enter(now);
    return attempt -> settle(hold, attempt);
  }

  /// The one that was used last stands last, so that the first may go.
  private Hold hold(String model) {
    Hold found = holds.remove(model);
    Hold hold = found == null ? new Hold() : found;
    holds.putLast(model, hold);
    if (holds.size() > MOST_MODELS) {
      Map.Entry<String, Hold> _ = holds.pollFirstEntry();
    }
    return hold;
  }

  private static void settle(Hold hold, Settled attempt) {
    Outcome outcome = attempt.outcome();
    if (outcome instanceof Answered) {
      hold.completed(attempt.ended());
    }
    hint(outcome)
        .filter(Duration::isPositive)
        .ifPresent(hint -> hold.stayAway((Failed) outcome, hint, attempt.ended()));
  }

  private static Optional<Duration> hint(Outcome outcome) {
    return switch (outcome) {
      case Failed.Throttled t -> t.hint();
      case Failed.Overloaded o -> o.hint();
      default -> Optional.empty();
    };
  }
}
