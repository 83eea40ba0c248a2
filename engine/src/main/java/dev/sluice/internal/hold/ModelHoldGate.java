package dev.sluice.internal.hold;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.internal.permodel.BoundedByModel;
import dev.sluice.share.SharedHolds;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The gate of one target that passes on the names that calls have, with one credential: closed by
/// name, while the provider has asked to stay away from that model. What a provider says of one
/// name says nothing of another, whether or not either has answered.
///
/// Clients make names up. So names that have answered and names that have not are bounded apart:
/// [BoundedByModel#MOST] of each. Of the latter a hold begins with a refusal, and where there are
/// too many the oldest is forgotten: its name costs the provider one more call, which it refuses.
public final class ModelHoldGate implements Gate, SharedHolds.Listener {
  /// How long a limit by the day closes a name where the provider does not say.
  private static final Duration DAY_UNSAID = Duration.ofHours(1);

  /// The holds of names that have answered.
  private final BoundedByModel<Hold> answered = new BoundedByModel<>(_ -> {});

  /// The holds of names that have not answered, the one that was refused longest ago first.
  private final LinkedHashMap<String, Hold> refused = new LinkedHashMap<>();

  private SharedHolds.Publisher others = SharedHolds.Publisher.NOBODY;

  /// Has others told of what the provider asks of names that have answered. Before the first call.
  public void share(SharedHolds.Publisher with) {
    others = with;
  }

  @Override
  public void held(String model, Failed why, Duration time, long now) {
    Hold own = answered.get(model);
    (own == null ? refused(model) : own).backOff(new BackOffRequest(why, time), now);
  }

  @Override
  public Optional<Closed> closed(Call call, boolean last, long now) {
    Hold own = answered.get(call.model());
    return own == null
        ? ofRefused(call).flatMap(hold -> hold.closed(now)).map(Closed::toModelAlone)
        : own.closed(now);
  }

  /// Returns the hold of a refused name as its source. Names that have not answered take from one
  /// quota, but the pace behind a hold is the name's own.
  @Override
  public Optional<Object> source(Call call, long now) {
    return ofRefused(call).map(hold -> hold);
  }

  private Optional<Hold> ofRefused(Call call) {
    return refused.isEmpty() ? Optional.empty() : Optional.ofNullable(refused.get(call.model()));
  }

  @Override
  public Permit enter(Call call, long now) {
    String model = call.model();
    Hold hold = answered.get(model);
    if (hold != null) {
      hold.enter(now);
    } else if (!refused.isEmpty()) {
      refused.computeIfPresent(model, (_, held) -> held.enter(now) ? held : null);
    }
    return new Passed(model, hold, answered.use(model));
  }

  /// Returns the hold of a name that has answered; null while attempts use all holds that there may
  /// be.
  private @Nullable Hold answered(String model) {
    Hold known = answered.get(model);
    if (known == null && answered.hasRoom()) {
      Hold before = refused.remove(model);
      known = before == null ? new Hold() : before;
      answered.put(model, known);
    }
    return known;
  }

  /// Returns the hold of a name that the provider has just refused, and that has not answered.
  private Hold refused(String model) {
    Hold before = refused.remove(model);
    if (refused.size() >= BoundedByModel.MOST) {
      refused.pollFirstEntry();
    }
    Hold hold = before == null ? new Hold() : before;
    refused.put(model, hold);
    return hold;
  }

  /// @param known the hold of a name that has answered; null for one that has not
  private void settle(String model, @Nullable Hold known, AttemptResult attempt) {
    if (attempt.outcome() instanceof Answered) {
      Hold hold = known == null ? answered(model) : known;
      if (hold != null) {
        hold.completed(attempt);
      }
    } else {
      Hold own = known == null ? answered.get(model) : known;
      asked(attempt, own == null).ifPresent(asked -> backOff(model, own, asked, attempt.ended()));
    }
  }

  /// Holds a name. Others are told of one that has answered: the rest clients may have made up.
  private void backOff(String model, @Nullable Hold own, BackOffRequest asked, long now) {
    if (own == null) {
      refused(model).backOff(asked, now);
    } else {
      own.backOff(asked, now);
      others.held(model, asked.why(), asked.time());
    }
  }

  /// Returns for how long the provider asks to stay away from a name. A limit by the day that comes
  /// without a hint closes only a name that has not answered, since one that has answered has a
  /// quota of its own, which counts the day.
  ///
  /// @param unanswered whether the name has not answered
  private static Optional<BackOffRequest> asked(AttemptResult attempt, boolean unanswered) {
    Optional<BackOffRequest> said = BackOffRequest.of(attempt.outcome());
    boolean ofDay =
        attempt.outcome() instanceof Failed.Throttled t && t.dimension() == Failed.Dimension.DAY;
    return said.isEmpty() && ofDay && unanswered
        ? Optional.of(new BackOffRequest((Failed) attempt.outcome(), DAY_UNSAID))
        : said;
  }

  /// The permit of an attempt at `model`.
  private final class Passed implements Permit {
    private final String model;
    private final Runnable release;

    /// The hold of a name that has answered, which stays while attempts use it; null where it had
    /// not.
    private final @Nullable Hold hold;

    Passed(String model, @Nullable Hold hold, Runnable release) {
      this.model = model;
      this.hold = hold;
      this.release = release;
    }

    @Override
    public void started(long at) {
      if (hold == null) {
        answered(model);
      }
    }

    @Override
    public void settle(AttemptResult attempt) {
      try {
        ModelHoldGate.this.settle(model, hold, attempt);
      } finally {
        release.run();
      }
    }
  }
}
