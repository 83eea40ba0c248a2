package dev.sluice.internal.timeout;

import dev.sluice.call.Call;
import dev.sluice.config.policy.Bound.Adaptive;
import dev.sluice.config.policy.Bound.Fixed;
import dev.sluice.config.policy.TimeoutConfig;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The bounds of the phases of one attempt, in nanoseconds. A bound that is read again may be
/// longer than before, when other answers have shown meanwhile that the model has got slower. A
/// doubling, however, counts only for attempts that begin after it, so that a dead target's
/// timeouts do not lengthen those of the calls that wait for it already.
final class PhaseBounds {
  private static final double TOKENS_MARGIN = 1.3;

  private final TimeoutConfig config;
  private final Call call;
  private final Prior prior;
  private final Optional<LatencyModel> times;
  private @Nullable WholeBound whole;
  private final int firstTokenDoublings;
  private final int stallDoublings;

  /// @param times the learned times of the model
  /// @param shown whether the first token shows before the answer is complete
  PhaseBounds(
      TimeoutConfig config, Call call, Prior prior, Optional<LatencyModel> times, boolean shown) {
    this.config = config;
    this.call = call;
    this.prior = prior;
    this.times = times;
    this.firstTokenDoublings = doublings(shown);
    this.stallDoublings = times.map(LatencyModel::stallDoublings).orElse(0);
    this.whole =
        !shown && config.firstToken() instanceof Adaptive adaptive
            ? whole(adaptive, firstTokenDoublings)
            : null;
  }

  private int doublings(boolean shown) {
    return times
        .map(t -> shown ? t.firstTokenDoublings(call) : t.whole().doublings(call))
        .orElse(0);
  }

  private WholeBound whole(Adaptive first, int doublings) {
    return new WholeBound(config, first, leastStall().toNanos(), call, prior, times, doublings);
  }

  private Duration leastStall() {
    return switch (config.stall()) {
      case Adaptive adaptive -> patient(adaptive).floor();
      case Fixed(Duration value) -> value;
    };
  }

  /// Changes to the bounds of a whole answer, whose first token does not show.
  void hide() {
    if (whole == null && config.firstToken() instanceof Adaptive adaptive) {
      whole = whole(adaptive, 0);
    }
  }

  /// Returns how often the bound of the first token is doubled.
  int firstTokenDoublings() {
    return firstTokenDoublings;
  }

  /// Returns how often the bound of a stall is doubled.
  int stallDoublings() {
    return stallDoublings;
  }

  long connect() {
    return config.connect().toNanos();
  }

  long firstToken(long now) {
    return whole == null ? firstToken() : whole.next(now);
  }

  private long firstToken() {
    return switch (config.firstToken()) {
      case Fixed(Duration value) -> value.toNanos();
      case Adaptive adaptive ->
          whole == null
              ? adaptive.clamp(times.map(t -> t.firstToken(call)).orElse(0L), firstTokenDoublings)
              : whole.most();
    };
  }

  /// Returns how long the first token may take while other attempts run beside this one; 0 where
  /// its bound is fixed, or the answer comes whole.
  long spared() {
    boolean adaptive = whole == null && config.firstToken() instanceof Adaptive;
    return adaptive ? ((Adaptive) config.firstToken()).ceiling().toNanos() : 0;
  }

  long stall() {
    return switch (config.stall()) {
      case Fixed(Duration value) -> value.toNanos();
      case Adaptive adaptive ->
          patient(adaptive).clamp(times.map(LatencyModel::stall).orElse(0L), stallDoublings);
    };
  }

  /// Returns the bound of the whole attempt. If the client has bounded the tokens, it is no longer
  /// than these take.
  long total() {
    long perToken = times.map(LatencyModel::perToken).orElse(0L);
    // A call that wants no token wants to know of its input, which takes as long as it takes.
    long most = call.facts().maxTokens().orElse(0);
    if (perToken == 0 || most == 0) {
      return most();
    }
    double tokens = TOKENS_MARGIN * (double) perToken * (double) most;
    return (long) Math.min((double) most(), (double) (connect() + firstToken()) + tokens);
  }

  private long most() {
    return config.total().toNanos();
  }

  private Adaptive patient(Adaptive adaptive) {
    Duration least = TimeoutConfig.REASONING_STALL;
    if (!prior.reasoning() || adaptive.floor().compareTo(least) >= 0) {
      return adaptive;
    }
    Duration ceiling = adaptive.ceiling();
    return new Adaptive(least.compareTo(ceiling) < 0 ? least : ceiling, ceiling);
  }
}
