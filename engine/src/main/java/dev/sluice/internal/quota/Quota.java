package dev.sluice.internal.quota;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.RateLimitInfo;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.QueuedDemand;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.Dimension;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.internal.quota.QuotaPermit.Reserved;
import dev.sluice.internal.stats.Seconds;
import dev.sluice.share.QuotaMirror;
import dev.sluice.share.QuotaShare;
import dev.sluice.stats.QuotaGauges;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Quota of one credential for one model: a vector of limits. A call reserves in all of them what
/// it is expected to be charged, and settles for what it was charged.
///
/// Its `until` is exact for what refills by itself, if nothing else happens; a reservation that is
/// given back opens it earlier.
final class Quota implements Gate {
  /// The longest hint that is believed, since a limit per minute is whole again after a minute.
  private static final long HOLD_MAX = Duration.ofMinutes(5).toNanos();

  /// How many standard deviations of the amounts under way are kept free. Estimates are wrong in
  /// both directions, and in one of them calls are refused.
  private static final double DEVIATIONS = 2.5;

  private ChargeEstimator estimator;
  private final RateLimits minute;
  private final DailyLimit day;
  private final Slots slots;
  private @Nullable GradientLimit gradient;
  private int concurrent;

  /// The part of the quota that this process may use; null where no other process uses the account.
  private @Nullable QuotaShare share;

  /// The amounts that the share is asked for.
  private final double[] amounts = new double[Dimension.ALL.size()];

  /// Whether several models share the quota. A model that has nothing left does not close the
  /// others then.
  private final boolean ofSeveral;

  /// The variance of the reservations of the attempts under way, in tokens squared.
  private double variance;

  private long entered;
  private boolean held;
  private long heldUntil;

  /// @param limits the configured limits
  /// @param estimate the estimate of this model's calls alone
  /// @param ofSeveral whether several models share the quota, each of which has a hold of its own:
  ///   what a provider says of a model that has nothing left is the hold's affair
  Quota(
      QuotaLimits limits,
      ChargeRule rule,
      Concurrency concurrency,
      LearnedEstimate estimate,
      boolean ofSeveral,
      long now) {
    this.ofSeveral = ofSeveral;
    estimator = new ChargeEstimator(rule, estimate);
    minute = new RateLimits(limits, now);
    day = new DailyLimit(limits.rpd());
    gradient =
        concurrency instanceof Concurrency.Adaptive ? new GradientLimit(this::processes) : null;
    concurrent = most(limits, concurrency);
    slots = new Slots(concurrent, gradient);
  }

  private static int most(QuotaLimits limits, Concurrency concurrency) {
    int fixed = concurrency instanceof Concurrency.Fixed(int most) ? most : Integer.MAX_VALUE;
    return Math.min(fixed, limits.concurrent().orElse(fixed));
  }

  /// Changes the configured limits; what is used up and what is learned stays.
  void configure(QuotaLimits limits, Concurrency concurrency, long now) {
    minute.configure(limits, now);
    day.configure(limits.rpd());
    estimator.configure(limits.output());
    boolean adaptive = concurrency instanceof Concurrency.Adaptive;
    if (adaptive != (gradient != null)) {
      gradient = adaptive ? new GradientLimit(this::processes) : null;
    }
    concurrent = most(limits, concurrency);
    slots.configure(concurrent, gradient);
  }

  /// Changes the rule by which the provider charges; what was learned stays.
  void charge(ChargeRule rule) {
    estimator = new ChargeEstimator(rule, estimator.estimate());
  }

  /// Returns the quota as its share sees it.
  QuotaMirror mirror() {
    return new MirroredQuota(minute, day, slots, () -> concurrent);
  }

  /// Lets other processes have their parts of the quota. Before the first call.
  void share(QuotaShare part) {
    share = part;
  }

  private int processes() {
    return share == null ? 1 : share.processes();
  }

  /// Gives back what this process has at hand, since the quota is not used any more.
  void close() {
    if (share != null) {
      share.close();
    }
  }

  @Override
  public Optional<Closed> closed(Call call, boolean last, long now) {
    Charge charge = estimator.expected(call);
    Optional<Closed> never = never(call, charge, now);
    if (never.isPresent()) {
      return never;
    }
    double deviation = deviation(charge);
    var rejections = new QuotaRejections(now);
    for (Dimension dimension : Dimension.ALL) {
      double amount = charge.needed(dimension) + (dimension.countsInput() ? deviation : 0);
      rejections.see(dimension.reported(), minute.of(dimension).nextOpen(amount, now));
    }
    rejections.see(Failed.Dimension.DAY, day.nextOpen(now));
    rejections.see(Failed.Dimension.UNKNOWN, held ? heldUntil : now);
    QuotaShare part = share;
    if (part != null) {
      return closed(part, call, charge, deviation, rejections, now);
    }
    return rejections.closed(slots.nextOpen(now));
  }

  /// Returns why a call that the whole quota may let through is held back by this process's part.
  private Optional<Closed> closed(
      QuotaShare part,
      Call call,
      Charge charge,
      double deviation,
      QuotaRejections rejections,
      long now) {
    long ofDay = day.limit() == Long.MAX_VALUE ? now : part.nextOfDay(day.used(now), now);
    boolean spent = ofDay - now > Seconds.NANOS;
    rejections.see(spent ? Failed.Dimension.DAY : Failed.Dimension.REQUESTS, ofDay);
    // While other nodes wait this one queues with them, although it is too early for its call: else
    // the node that wants least would come first there, again and again.
    boolean queues = part.contention() > 1 && ofDay - now <= 0 && !(held && heldUntil - now > 0);
    if (rejections.isOpen() || queues) {
      boolean tokens = false;
      for (int i = 0; i < amounts.length; i++) {
        Dimension dimension = Dimension.ALL.get(i);
        boolean bounded = minute.of(dimension).bounded();
        amounts[i] = bounded ? charge.of(dimension) : 0;
        tokens |= bounded && dimension != Dimension.REQUESTS;
      }
      rejections.see(
          tokens ? Failed.Dimension.TOKENS : Failed.Dimension.REQUESTS,
          part.nextOpen(call, amounts, deviation, now));
    }
    long ofSlots = part.nextOfSlots(concurrent, slots.taken(), now);
    return rejections.closed(Math.max(slots.nextOpen(now), ofSlots));
  }

  /// Returns how many tokens are kept free beside `charge`.
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
  public long nextOpen(Call call, QueuedDemand queued, long now) {
    Charge own = estimator.expected(call);
    double byRate = minute.secondsUntil(own, deviation(own), queued, now);
    double contention = share == null ? 1 : share.contention();
    double seconds = contention * Math.max(byRate, slots.secondsUntil(queued.calls()));
    long opens = now + Seconds.nanos(seconds);
    return held && heldUntil - opens > 0 ? heldUntil : opens;
  }

  @Override
  public Permit enter(Call call, long now) {
    Charge charge = estimator.expected(call);
    double squaredError = estimator.variance(charge);
    variance += squaredError;
    var permit = new QuotaPermit(this, call, charge, squaredError, now, ++entered, slots.take());
    day.take(now);
    for (int i = 0; i < amounts.length; i++) {
      Dimension dimension = Dimension.ALL.get(i);
      boolean leased = share != null && minute.of(dimension).bounded();
      double amount = minute.of(dimension).take(charge.of(dimension), now);
      amounts[i] = leased ? amount : 0;
      permit.reserved(dimension, new Reserved(amount, minute.of(dimension).mark(), leased));
    }
    if (share != null) {
      share.take(amounts, now);
    }
    return permit;
  }

  /// Returns what `call` is expected to be charged, on which its order in a queue may depend.
  Charge expected(Call call) {
    return estimator.expected(call);
  }

  /// Returns the state of the quota, for gauges.
  QuotaGauges gauges(long now) {
    return new QuotaGauges(
        minute.gauges(now),
        day.limit(),
        day.remaining(now),
        day.ignored(),
        slots.limit(),
        slots.taken());
  }

  void started(QuotaPermit permit, long at) {
    GradientLimit adapts = gradient;
    if (adapts != null && permit.call.facts().stream()) {
      long took = at - permit.begun;
      adapts.firstToken(took, permit.charge.input(), permit.begun, permit.inFlight, at);
    }
  }

  void sync(QuotaPermit permit, RateLimitInfo said, long at) {
    for (Dimension dimension : Dimension.ALL) {
      said.of(dimension.unit())
          .filter(this::isOfAll)
          .ifPresent(room -> sync(dimension, room, permit, at));
    }
    said.of(RateLimitInfo.Unit.DAILY_REQUESTS)
        .filter(this::isOfAll)
        .ifPresent(room -> day.sync(room, permit.begun, entered - permit.number, at));
  }

  private void sync(Dimension dimension, RateLimitInfo.Limit room, QuotaPermit permit, long at) {
    Reserved reserved = permit.of(dimension);
    RateLimitModel model = minute.of(dimension);
    double before = share == null ? 0 : model.minuteLevel(at);
    model.sync(room, reserved.amount(), reserved.mark(), permit.begun, at);
    if (share != null && model.bounded() && model.minuteLevel(at) != before) {
      corrected(dimension, model.minuteLevel(at) < before);
    }
  }

  private void corrected(Dimension dimension, boolean lower) {
    if (share != null) {
      share.corrected(dimension, lower);
    }
  }

  private boolean isOfAll(RateLimitInfo.Limit room) {
    return !ofSeveral || room.remaining().orElse(1) > 0;
  }

  void settle(QuotaPermit permit, AttemptResult attempt) {
    long now = attempt.ended();
    Charge actual =
        permit.isElsewhere()
            ? Charge.NONE
            : estimator.actual(permit.charge, attempt.outcome(), attempt.usage());
    for (Dimension dimension : Dimension.ALL) {
      boolean guessed = dimension != Dimension.REQUESTS && attempt.usage().estimated();
      Reserved reserved = permit.of(dimension);
      minute.of(dimension).settle(reserved.amount(), actual.of(dimension), guessed, now);
      if (share != null && reserved.leased()) {
        share.settle(dimension, reserved.amount() - actual.of(dimension), now);
      }
    }
    if (actual.requests() == 0) {
      day.giveBack(now);
    }
    slots.giveBack(now - permit.begun);
    variance = slots.taken() == 0 ? 0 : Math.max(0, variance - permit.variance);
    estimator.learn(permit.call, attempt.outcome(), attempt.usage());
    if (attempt.outcome() instanceof Failed.Throttled refused && ofSeveral) {
      throttledOne(refused, now);
    } else if (attempt.outcome() instanceof Failed.Throttled refused) {
      throttled(permit, actual, refused, now);
    }
    GradientLimit adapts = gradient;
    if (adapts != null) {
      adapt(adapts, permit, attempt);
    }
  }

  private void throttled(QuotaPermit permit, Charge actual, Failed.Throttled refused, long now) {
    long hint = refused.hint().map(Duration::toNanos).orElse(0L);
    if (refused.dimension() == Failed.Dimension.DAY) {
      day.exhausted(hint, now);
      return;
    }
    Dimension scarce = minute.scarce(refused.dimension(), now);
    minute.of(scarce).throttled(permit.of(scarce).amount(), actual.of(scarce), permit.begun, now);
    corrected(scarce, true);
    long until = now + Math.min(hint, HOLD_MAX);
    heldUntil = held && heldUntil - until > 0 ? heldUntil : until;
    held = true;
  }

  /// Empties the limit that one model's refusal means, from which nothing else is learned.
  private void throttledOne(Failed.Throttled refused, long now) {
    if (refused.dimension() != Failed.Dimension.DAY) {
      Dimension scarce = minute.scarce(refused.dimension(), now);
      minute.of(scarce).exhausted(now);
      corrected(scarce, true);
    }
  }

  private static void adapt(GradientLimit gradient, QuotaPermit permit, AttemptResult attempt) {
    switch (attempt.outcome()) {
      case Answered() when !permit.call.facts().stream() ->
          gradient.answered(
              attempt.ended() - permit.begun,
              attempt.usage().output(),
              permit.begun,
              permit.inFlight,
              attempt.ended());
      case Failed.Throttled _, Failed.Overloaded _, Failed.TimedOut _ ->
          gradient.refused(permit.begun, attempt.ended());
      default -> {}
    }
  }

  /// Returns the refusal of a call that is charged more than a whole limit; a limit that is only
  /// learned does not count, since it may be wrong. For a while calls are refused, too, that are as
  /// large as those which were refused although all that may be used at once was there.
  private Optional<Closed> never(Call call, Charge expected, long now) {
    Charge least = estimator.least(call);
    for (Dimension dimension : Dimension.ALL) {
      if (minute.of(dimension).neverFits(least.needed(dimension))) {
        boolean byBound = !minute.of(dimension).neverFits((double) least.input());
        return Optional.of(QuotaRejections.tooLarge(dimension, byBound, now));
      }
      if (minute.of(dimension).isTooMuch(expected.of(dimension), now)) {
        return Optional.of(QuotaRejections.tooLargeOfLate(dimension, now));
      }
    }
    return Optional.empty();
  }
}
