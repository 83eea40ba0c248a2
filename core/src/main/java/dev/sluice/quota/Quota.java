package dev.sluice.quota;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Cost;
import dev.sluice.call.Failed;
import dev.sluice.call.Gate;
import dev.sluice.call.Permit;
import dev.sluice.call.QueuedDemand;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.Seconds;
import dev.sluice.quota.QuotaPermit.Reserved;
import dev.sluice.quota.concurrency.GradientLimit;
import dev.sluice.quota.concurrency.Slots;
import dev.sluice.quota.estimate.LearnedEstimate;
import dev.sluice.quota.supply.DailyLimit;
import dev.sluice.quota.supply.Dimension;
import dev.sluice.quota.supply.RateLimitModel;
import dev.sluice.quota.supply.RateLimitSnapshot;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a provider allows one credential for one model: a vector of supplies. A call reserves in
/// all of them what it is expected to be charged, and settles for what it was charged.
///
/// Its `until` is exact for what refills by itself, if nothing else happens; a reservation that is
/// given back opens it earlier.
public final class Quota implements Gate {
  /// A hint beyond this is doubted: minutes are whole again after one.
  private static final long HOLD_MAX = Duration.ofMinutes(5).toNanos();

  /// How many standard deviations of what is under way are kept free: estimates are wrong both
  /// ways, and only one of them is refused.
  private static final double DEVIATIONS = 2.5;

  private static final int TOO_LARGE = 413;

  private final ChargeEstimator estimator;
  private final Map<Dimension, RateLimitModel> supplies = new EnumMap<>(Dimension.class);
  private final DailyLimit day;
  private final Slots slots;
  private final @Nullable GradientLimit gradient;

  /// By how many tokens the reservations of the attempts under way may be off, squared.
  private double variance;

  /// How many tokens they have reserved beyond what they are expected to write.
  private double lent;

  private long entered;
  private boolean held;
  private long heldUntil;

  /// @param limits what is known of it beforehand
  /// @param estimate of this model's calls alone
  public Quota(
      QuotaLimits limits,
      ChargeRule rule,
      Concurrency concurrency,
      LearnedEstimate estimate,
      long now) {
    estimator = new ChargeEstimator(rule, estimate);
    for (Dimension dimension : Dimension.ALL) {
      supplies.put(dimension, new RateLimitModel(limits.of(dimension), limits.burst(), now));
    }
    day = new DailyLimit(limits.rpd(), now);
    gradient = concurrency instanceof Concurrency.Adaptive ? new GradientLimit() : null;
    int fixed = concurrency instanceof Concurrency.Fixed(int most) ? most : Integer.MAX_VALUE;
    slots = new Slots(Math.min(fixed, limits.concurrent().orElse(fixed)), gradient);
  }

  @Override
  public Optional<Closed> closed(Call call, boolean last, long now) {
    Charge charge = estimator.expected(call);
    Optional<Closed> never = never(call, now);
    if (never.isPresent()) {
      return never;
    }
    double unsure = deviation(charge);
    var latest = new Latest(now);
    for (Dimension dimension : Dimension.ALL) {
      boolean estimated = dimension == Dimension.TOKENS || dimension == Dimension.INPUT;
      double amount = charge.of(dimension) + (estimated ? unsure : 0);
      latest.see(told(dimension), supply(dimension).opens(amount, now));
    }
    latest.see(Failed.Dimension.DAY, day.opens(now));
    latest.see(Failed.Dimension.UNKNOWN, held ? heldUntil : now);
    long free = slots.opens(now);
    if (free - latest.until > 0) {
      return Optional.of(busy(free, now));
    }
    return latest.until - now > 0 ? Optional.of(latest.closed(now)) : Optional.empty();
  }

  /// What is kept free.
  private double deviation(Charge charge) {
    return DEVIATIONS * Math.sqrt(variance + estimator.variance(charge));
  }

  @Override
  public Cost cost(Call call, long now) {
    return estimator.cost(call);
  }

  @Override
  public Optional<Object> source(Call call, long now) {
    return Optional.of(this);
  }

  @Override
  public long opens(Call call, QueuedDemand queued, long now) {
    Charge own = estimator.expected(call);
    double unsure = deviation(own);
    double seconds = slots.takes(queued.calls());
    for (Dimension dimension : Dimension.values()) {
      seconds = Math.max(seconds, takes(dimension, own, unsure, queued, now));
    }
    long opens = now + Seconds.nanos(seconds);
    return held && heldUntil - opens > 0 ? heldUntil : opens;
  }

  /// In how many seconds `queued` has been let through and `own` fits. What those ahead reserve and
  /// do not write comes back as long after as an attempt takes; so does what is under way now.
  private double takes(Dimension of, Charge own, double unsure, QueuedDemand queued, long now) {
    RateLimitModel model = supply(of);
    if (own.of(of) == 0 || !model.bounded()) {
      return 0;
    }
    boolean written = of == Dimension.TOKENS || of == Dimension.OUTPUT;
    double more = written ? queued.reserved() - queued.output() : 0;
    double back = written ? lent : 0;
    double last = own.of(of) + (of == Dimension.TOKENS || of == Dimension.INPUT ? unsure : 0);
    double amount = amount(of, queued);
    double run = slots.seconds();
    double seconds = model.takes(amount, last, now);
    double still = seconds > run ? more * run / seconds : more;
    double returned = seconds < run ? back * seconds / run : back;
    return (seconds + model.takes(amount + still - returned, last, now)) / 2;
  }

  private static double amount(Dimension of, QueuedDemand queued) {
    return switch (of) {
      case REQUESTS -> queued.calls();
      case TOKENS -> queued.input() + queued.output();
      case INPUT -> queued.input();
      case OUTPUT -> queued.output();
    };
  }

  @Override
  public Permit enter(Call call, long now) {
    Charge charge = estimator.expected(call);
    double unsure = estimator.variance(charge);
    variance += unsure;
    double spare = estimator.spare(call);
    lent += spare;
    var permit = new QuotaPermit(this, call, charge, unsure, spare, now, ++entered, slots.take());
    day.take(now);
    for (Dimension dimension : Dimension.ALL) {
      double amount = supply(dimension).take(charge.of(dimension), now);
      permit.reserved(dimension, new Reserved(amount, supply(dimension).mark()));
    }
    return permit;
  }

  /// What `call` is expected to be charged: what its place in a queue may depend on.
  public Charge expected(Call call) {
    return estimator.expected(call);
  }

  /// What it looks like from outside.
  public QuotaGauges gauges(long now) {
    Map<Dimension, RateLimitSnapshot> minute = new EnumMap<>(Dimension.class);
    supplies.forEach((dimension, model) -> minute.put(dimension, model.gauges(now)));
    return new QuotaGauges(
        minute, day.limit(), day.remaining(now), day.ignored(), slots.limit(), slots.taken());
  }

  void started(QuotaPermit permit, long at) {
    if (gradient != null && permit.call().facts().stream()) {
      long took = at - permit.begun();
      gradient.firstToken(took, permit.charge().input(), permit.begun(), permit.inFlight(), at);
    }
  }

  void sync(QuotaPermit permit, RateLimitInfo said, long at) {
    for (Dimension dimension : Dimension.ALL) {
      Reserved reserved = permit.of(dimension);
      said.of(unit(dimension))
          .ifPresent(
              room ->
                  supply(dimension)
                      .sync(room, reserved.amount(), reserved.mark(), permit.begun(), at));
    }
    said.of(RateLimitInfo.Unit.DAILY_REQUESTS)
        .ifPresent(room -> day.sync(room, permit.begun(), entered - permit.number(), at));
  }

  void settle(QuotaPermit permit, AttemptResult attempt) {
    long now = attempt.ended();
    Charge actual = estimator.actual(permit.charge(), attempt.outcome(), attempt.usage());
    for (Dimension dimension : Dimension.ALL) {
      boolean guessed = dimension != Dimension.REQUESTS && attempt.usage().estimated();
      supply(dimension).settle(permit.of(dimension).amount(), actual.of(dimension), guessed, now);
    }
    if (actual.requests() == 0) {
      day.giveBack(now);
    }
    slots.giveBack(now - permit.begun());
    variance = slots.taken() == 0 ? 0 : Math.max(0, variance - permit.variance());
    lent = slots.taken() == 0 ? 0 : Math.max(0, lent - permit.spare());
    estimator.learn(permit.call(), attempt.outcome(), attempt.usage());
    if (attempt.outcome() instanceof Failed.Throttled refused) {
      throttled(permit, actual, refused, now);
    }
    if (gradient != null) {
      adapt(gradient, permit, attempt);
    }
  }

  private void throttled(QuotaPermit permit, Charge actual, Failed.Throttled refused, long now) {
    long hint = refused.hint().map(Duration::toNanos).orElse(0L);
    if (refused.dimension() == Failed.Dimension.DAY) {
      day.exhausted(hint, now);
      return;
    }
    Dimension scarce = scarce(refused.dimension(), now);
    supply(scarce).throttled(permit.of(scarce).amount(), actual.of(scarce), permit.begun(), now);
    long until = now + Math.min(hint, HOLD_MAX);
    heldUntil = held && heldUntil - until > 0 ? heldUntil : until;
    held = true;
  }

  /// The one to blame: of those that the refusal speaks of the emptiest.
  private Dimension scarce(Failed.Dimension said, long now) {
    Dimension scarce = said == Failed.Dimension.TOKENS ? Dimension.TOKENS : Dimension.REQUESTS;
    for (Dimension dimension : Dimension.ALL) {
      boolean meant = said == Failed.Dimension.UNKNOWN || told(dimension) == said;
      if (meant && supply(dimension).fill(now) < supply(scarce).fill(now)) {
        scarce = dimension;
      }
    }
    return scarce;
  }

  private static void adapt(GradientLimit gradient, QuotaPermit permit, AttemptResult attempt) {
    switch (attempt.outcome()) {
      case Answered() when !permit.call().facts().stream() ->
          gradient.answered(
              attempt.ended() - permit.begun(),
              attempt.usage().output(),
              permit.begun(),
              permit.inFlight(),
              attempt.ended());
      case Failed.Throttled _, Failed.Overloaded _, Failed.TimedOut _ ->
          gradient.refused(permit.begun(), attempt.ended());
      default -> {}
    }
  }

  /// A call that is charged more than a whole limit is refused at once; a limit that is only
  /// learned does not count, it may be wrong.
  private Optional<Closed> never(Call call, long now) {
    Charge least = estimator.least(call);
    for (Dimension dimension : Dimension.ALL) {
      if (supply(dimension).neverFits(least.of(dimension))) {
        boolean byBound = !supply(dimension).neverFits((double) least.input());
        Optional<String> param = byBound ? Optional.of("max_tokens") : Optional.empty();
        String message =
            "the call needs more " + words(dimension) + " than the provider allows in a minute";
        return Optional.of(tooLarge(param, message, now));
      }
    }
    return Optional.empty();
  }

  private static Closed tooLarge(Optional<String> param, String message, long now) {
    return new Closed(
        new Failed.Invalid(TOO_LARGE, "exceeds_quota", param, message), now + Seconds.NEVER);
  }

  private static Closed busy(long until, long now) {
    String message = "the target has as many calls as it can serve at a time";
    return new Closed(Failed.Overloaded.here(Duration.ofNanos(until - now), message), until);
  }

  private RateLimitModel supply(Dimension dimension) {
    RateLimitModel model = supplies.get(dimension);
    if (model == null) {
      throw new IllegalStateException("there is a supply for every dimension");
    }
    return model;
  }

  private static Failed.Dimension told(Dimension dimension) {
    return dimension == Dimension.REQUESTS ? Failed.Dimension.REQUESTS : Failed.Dimension.TOKENS;
  }

  private static RateLimitInfo.Unit unit(Dimension dimension) {
    return switch (dimension) {
      case REQUESTS -> RateLimitInfo.Unit.REQUESTS;
      case TOKENS -> RateLimitInfo.Unit.TOKENS;
      case INPUT -> RateLimitInfo.Unit.INPUT;
      case OUTPUT -> RateLimitInfo.Unit.OUTPUT;
    };
  }

  private static String words(Dimension dimension) {
    return switch (dimension) {
      case REQUESTS -> "requests";
      case TOKENS -> "tokens";
      case INPUT -> "input tokens";
      case OUTPUT -> "output tokens";
    };
  }

  /// Finds what opens last.
  private static final class Latest {
    private long until;
    private Failed.Dimension dimension = Failed.Dimension.UNKNOWN;

    Latest(long now) {
      until = now;
    }

    void see(Failed.Dimension of, long opens) {
      if (opens - until > 0) {
        until = opens;
        dimension = of;
      }
    }

    Closed closed(long now) {
      Optional<Duration> hint = Optional.of(Duration.ofNanos(until - now));
      String message = "what the provider allows is used up";
      return new Closed(new Failed.Throttled(dimension, hint, message), until);
    }
  }
}
