package dev.sluice.internal.timeout;

import dev.sluice.call.Call;
import dev.sluice.config.policy.Bound.Adaptive;
import dev.sluice.config.policy.TimeoutConfig;
import java.util.Optional;

/// The bound on the silence of an attempt whose answer comes whole, so that its first byte comes
/// with its last token. In nanoseconds, from the connection.
///
/// The bound is what such answers take, or, where the client has bounded the output, what so many
/// tokens take, if that is less. It is the longer the more attempts of the call have failed: an
/// attempt at an answer that is longer than all others was given up wrongly, and the next one is
/// not.
///
/// Before the bound has passed the attempt is looked at every second: if its target has fallen
/// silent to all for as long as a stream may be silent, the attempt is given up.
final class WholeBound {
  private static final double TOKENS_MARGIN = 1.3;

  /// How many tokens any answer may have, however short those before it were.
  private static final double LONG_ANSWER = 1_024;

  private static final double LONG_ANSWER_MARGIN = 1.5;

  /// The time per token of an unknown model, in nanoseconds.
  private static final long USUAL_TOKEN = 20_000_000L;

  /// The longest time per token, in nanoseconds: a slow model on a small machine writes four a
  /// second.
  private static final long SLOWEST_TOKEN = 250_000_000L;

  /// The exponent of two by which each failed attempt of the call lengthens the bound: eight times.
  private static final int FAILURE_BITS = 3;

  private static final int SHIFT_MOST = 20;

  private static final long LOOK_EVERY = 1_000_000_000L;

  private final TimeoutConfig config;
  private final Adaptive first;
  private final long stall;
  private final Call call;
  private final Prior prior;
  private final Optional<LatencyModel> times;
  private final int shift;

  /// When the bound was first asked for.
  private long connected;

  private boolean asked;

  /// @param first the bound of the first token of streams
  /// @param stall the least time that a stream of the model may be silent
  /// @param doublings how often the learned bound is doubled
  WholeBound(
      TimeoutConfig config,
      Adaptive first,
      long stall,
      Call call,
      Prior prior,
      Optional<LatencyModel> times,
      int doublings) {
    this.config = config;
    this.first = first;
    this.stall = stall;
    this.call = call;
    this.prior = prior;
    this.times = times;
    this.shift =
        Math.min(SHIFT_MOST, doublings + FAILURE_BITS * call.failedTargets().targets().size());
  }

  /// Returns the current bound. Called first when the attempt has connected, and again when the
  /// first bound has passed.
  long next(long now) {
    if (!asked) {
      asked = true;
      connected = now;
    }
    long most = most();
    if (times.isEmpty() || shift > 0) {
      return most;
    }
    long waited = now - connected;
    if (waited < stall) {
      return Math.min(most, stall);
    }
    boolean silent = times.get().whole().silent(call, stall, now);
    return silent ? Math.min(most, waited) : Math.min(most, waited + LOOK_EVERY);
  }

  /// Returns the bound of an attempt whose target is not silent to all.
  long most() {
    long total = config.total().toNanos();
    long known = times.map(this::known).orElse(0L);
    if (known == 0) {
      return unlearned(total);
    }
    return known > total >> shift ? total : Math.max(floor(total), known << shift);
  }

  private long floor(long total) {
    return Math.min(total, first.floor().toNanos());
  }

  private long known(LatencyModel times) {
    long total = times.whole().total(call);
    long tokens = tokens(times);
    long known = tokens == 0 ? total : total == 0 ? tokens : Math.min(total, tokens);
    return known == 0 ? 0 : Math.max(known, least(times));
  }

  /// Returns the time for the tokens that the client has allowed; 0 if that is not known.
  private long tokens(LatencyModel times) {
    if (call.facts().maxTokens().isEmpty()) {
      return 0;
    }
    double perToken = perToken(times);
    double all = perToken * (double) call.facts().maxTokens().getAsLong();
    return perToken == 0 ? 0 : (long) Math.min((double) Long.MAX_VALUE / 4, base(times) + all);
  }

  private static double perToken(LatencyModel times) {
    long whole = times.whole().perToken();
    return whole == 0 ? TOKENS_MARGIN * (double) times.perToken() : (double) whole;
  }

  private double base(LatencyModel times) {
    long streamed = times.firstToken(call);
    long median = times.whole().median(call);
    return (double) (streamed == 0 && median > 0 ? median : first.clamp(streamed, 0));
  }

  /// Returns the least time for any answer, since a model that reasons may always think for long.
  private long least(LatencyModel times) {
    long known = times.usualToken();
    double perToken = LONG_ANSWER_MARGIN * (double) (known == 0 ? USUAL_TOKEN : known);
    double allowed = (double) call.facts().maxTokens().orElse(Long.MAX_VALUE);
    return prior.reasoning()
        ? (long) Math.min((double) TimeoutConfig.REASONING_WHOLE.toNanos(), perToken * allowed)
        : (long) (perToken * Math.min(LONG_ANSWER, allowed));
  }

  private long unlearned(long total) {
    long tokens = call.facts().maxTokens().orElse(Long.MAX_VALUE);
    if (tokens > total / SLOWEST_TOKEN) {
      return total;
    }
    return Math.min(total, first.ceiling().toNanos() + tokens * SLOWEST_TOKEN);
  }
}
