package dev.sluice.internal.quota;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.internal.stats.Seconds;
import dev.sluice.share.Knowledge;
import dev.sluice.stats.RateLimitSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// A per-minute limit of a provider; unlimited until known.
final class RateLimitModel {
  /// The seconds of a minute.
  static final double MINUTE = 60;

  private final LimitEstimate estimate;
  private final ThrottleAnalyzer analyzer = new ThrottleAnalyzer();
  private final SafetyMargin margin = new SafetyMargin();
  private final HeaderTrust headers = new HeaderTrust();
  private final MaxCallSize maxCallSize = new MaxCallSize();
  private final DecayingRate pace;
  private final BucketPair buckets;
  private Optional<Duration> burst;
  private BurstWindow window;

  /// The time over which the provider counts, where headers have said that it is less than a
  /// minute.
  private Optional<Duration> told = Optional.empty();

  private double reserved;

  /// Everything ever charged, less what was given back: the difference of two readings is what was
  /// charged in between.
  private double charged;

  private boolean high;

  /// When an attempt was last let through while at least half of what may be used at once was
  /// there. Of use only while [#high] is set.
  private long highAt;

  private long throttles;

  /// @param limit the configured limit, per minute
  /// @param window the configured burst window
  public RateLimitModel(OptionalLong limit, Optional<Duration> window, long now) {
    this.estimate = new LimitEstimate(limit, now);
    this.burst = window;
    this.window = new BurstWindow(window, now);
    this.pace = new DecayingRate(MINUTE, now);
    this.buckets = new BucketPair(now);
    reshape();
    buckets.fill();
  }

  /// Changes what is configured. What was learned stays, and so does what is used of the minute: a
  /// lower limit may leave a debt.
  ///
  /// @param limit the configured limit, per minute
  /// @param configured the configured burst window
  public void configure(OptionalLong limit, Optional<Duration> configured, long now) {
    buckets.advance(now);
    boolean known = bounded();
    estimate.configure(limit);
    if (!configured.equals(burst)) {
      burst = configured;
      window = new BurstWindow(configured.or(() -> told), now);
    }
    if (bounded()) {
      buckets.rescale(rate(), window.seconds(), known);
    }
  }

  /// Returns when `amount` fits if nothing else happens; `now` if it does already. The caller wants
  /// the amount, so that the model learns that more is wanted than there is.
  public long nextOpen(double amount, long now) {
    if (amount <= 0 || !bounded()) {
      return now;
    }
    buckets.advance(now);
    if (buckets.delay(amount) == 0) {
      return now;
    }
    if (buckets.minute().delay(amount) == 0 && window.binding(now)) {
      widen();
    } else if (estimate.saturated(now)) {
      reshape();
    }
    return now + buckets.delay(amount);
  }

  /// Returns in how many seconds `amount`, which may be more than the limit ever holds, has flowed
  /// in beyond what is there. For forecasts.
  ///
  /// @param last the part that must be there at once, at the end
  public double secondsUntil(double amount, double last, long now) {
    if (!bounded()) {
      return 0;
    }
    buckets.advance(now);
    return buckets.secondsUntil(amount, last);
  }

  /// Whether `amount` is more than the whole stated limit, so that it never fits.
  public boolean neverFits(double amount) {
    return amount > estimate.said();
  }

  /// Whether `amount` has been found to be more than one call is let through with.
  public boolean isTooMuch(double amount, long now) {
    return maxCallSize.exceeds(amount, now);
  }

  /// Reserves `amount`.
  ///
  /// @return the reserved amount: no more than the limit ever holds, since an estimate beyond that
  ///   is wrong
  public double take(double amount, long now) {
    buckets.advance(now);
    double taken = bounded() ? Math.min(amount, buckets.minute().capacity()) : amount;
    if (bounded() && buckets.isHigh()) {
      high = true;
      highAt = now;
    }
    reserved += taken;
    charge(taken, now);
    if (amount > 0) {
      margin.attempted();
      window.attempted();
      estimate.attempted();
      analyzer.attempted();
    }
    return taken;
  }

  /// Returns what has been charged so far, to be kept with a reservation for [#sync].
  public double mark() {
    return charged;
  }

  /// Ends a reservation of `taken`, of which `used` was used.
  ///
  /// @param guessed whether the used amount is a guess, so that headers may know better
  public void settle(double taken, double used, boolean guessed, long now) {
    buckets.advance(now);
    reserved -= taken;
    charge(used - taken, now);
    if (guessed) {
      headers.guessed(used, buckets.atOnce());
    }
    if (used > 0) {
      maxCallSize.served(taken);
    }
  }

  /// Notes that the provider has refused an attempt, which has been settled, for want of this
  /// limit.
  ///
  /// @param taken the amount that was reserved for the attempt
  /// @param used the amount that the attempt was charged although it was refused
  /// @param sent when the attempt was let through: what was sent before the last reaction teaches
  ///   nothing
  public void throttled(double taken, double used, long sent, long now) {
    buckets.advance(now);
    throttles++;
    analyzer.charged(-used);
    if (analyzer.isOld(sent)) {
      analyzer.late(taken);
    } else if (isWide(taken)) {
      maxCallSize.refused(taken, now);
      return;
    } else if (analyzer.refused(now)) {
      react(taken, now);
      reshape();
    } else {
      return;
    }
    headers.contradicted(now);
    buckets.empty();
  }

  /// Notes that the provider has refused one of several models that share this limit: nothing of it
  /// is left, and the estimate of the limit stays.
  public void exhausted(long now) {
    buckets.advance(now);
    throttles++;
    buckets.empty();
  }

  /// Takes over what an answer's headers say of the limit. What makes no sense is ignored and
  /// counted. The headers of an earlier attempt than the last one synchronised are old, and
  /// ignored.
  ///
  /// @param amount the amount that was reserved for the attempt
  /// @param mark [#mark] just after that reservation
  /// @param sent when the attempt was let through
  public void sync(RateLimitInfo.Limit said, double amount, double mark, long sent, long now) {
    double times = MINUTE / said.window().map(w -> Seconds.of(w.toNanos())).orElse(MINUTE);
    if (!headers.isNews(said, amount / times, estimate, sent)) {
      return;
    }
    buckets.advance(now);
    boolean news = !bounded();
    said.window().ifPresent(within -> counted(within, now));
    said.limit().ifPresent(limit -> estimate.reported(times * limit));
    reshape();
    if (news && said.window().isPresent()) {
      buckets.fill();
    }
    if (bounded() && said.remaining().isPresent()) {
      double seen = said.remaining().getAsLong() - (charged - mark);
      double level = seen + buckets.minute().rate() * Math.max(0, Seconds.of(now - sent));
      if (said.window().isPresent()) {
        buckets.lowerAtOnce(level);
      } else {
        correct(level, news, now);
      }
    }
  }

  /// Notes over how long a time the provider counts: no more than that time's worth may be used at
  /// once, unless the configuration says how much.
  private void counted(Duration within, long now) {
    if (told.filter(within::equals).isEmpty()) {
      told = Optional.of(within);
      window = burst.isPresent() ? window : new BurstWindow(told, now);
    }
  }

  /// Returns what is known of the limit.
  Knowledge knowledge() {
    return new Knowledge(estimate.limit(), margin.value(), window.seconds());
  }

  /// Takes over what another process has found out.
  void learned(Knowledge known, long now) {
    buckets.advance(now);
    if (known.limit() != estimate.limit()) {
      estimate.adopt(known.limit(), now);
    }
    margin.adopt(known.margin());
    window.adopt(known.window(), now);
    reshape();
  }

  /// Charges what other processes were charged, and takes over what is left.
  void shared(double others, double ofMinute, double ofBurst, long now) {
    buckets.advance(now);
    charge(others, now);
    if (bounded()) {
      buckets.levels(ofMinute, ofBurst);
    }
  }

  /// Returns what is left of the minute.
  double minuteLevel(long now) {
    buckets.advance(now);
    return buckets.minute().level();
  }

  /// Returns what is left of what may be used at once.
  double burstLevel(long now) {
    buckets.advance(now);
    return buckets.burstLevel();
  }

  /// Whether a limit is known.
  public boolean bounded() {
    return estimate.limit() < Double.POSITIVE_INFINITY;
  }

  /// Returns which share of the minute's amount is left; infinite while no limit is known.
  public double fill(long now) {
    buckets.advance(now);
    Bucket minute = buckets.minute();
    return bounded() ? minute.level() / minute.capacity() : Double.POSITIVE_INFINITY;
  }

  /// Returns the state of the limit, for gauges.
  public RateLimitSnapshot gauges(long now) {
    buckets.advance(now);
    double limit = estimate.limit();
    double left = bounded() ? buckets.level() : limit;
    return new RateLimitSnapshot(
        limit,
        Math.max(0, left),
        reserved,
        utilisation(now),
        estimate.isLearned(),
        estimate.isConfigured(),
        margin.value(),
        window.seconds(),
        throttles,
        headers.ignored());
  }

  /// Returns the share of the limit that was used in the last minute, at most 1: a bucket that was
  /// full lets more through in a minute than flows in, and a limit that has just been lowered was
  /// larger then.
  private double utilisation(long now) {
    return bounded() ? Math.min(1, pace.lately(now) / estimate.limit()) : 0;
  }

  private void charge(double amount, long now) {
    if (bounded()) {
      buckets.take(amount);
    }
    charged += amount;
    analyzer.charged(amount);
    pace.add(amount, now);
  }

  /// Whether `taken` is at least what may be used at once of a stated limit. An amount of one, the
  /// least there is, never counts.
  private boolean isWide(double taken) {
    return taken > 1 && estimate.known() && !estimate.isLearned() && taken >= buckets.atOnce();
  }

  /// Reacts to a refusal. What was let through at once is blamed first, twice in a row at most,
  /// then chance, then the limit.
  private void react(double amount, long now) {
    boolean atOnce = high && now - highAt < Seconds.nanos(window.seconds());
    boolean first = analyzer.row() == 1;
    high = false;
    double limit = analyzer.judge(estimate.limit(), pace.rate(now) * MINUTE, amount, now);
    boolean blamed = (atOnce || window.young(now)) && analyzer.row() <= 2;
    if (blamed && limit <= estimate.limit() && window.throttled(now)) {
      return;
    }
    if (first) {
      margin.throttled();
    }
    learn(limit, now);
  }

  private void learn(double limit, long now) {
    if (limit < estimate.limit()) {
      estimate.lower(limit, now);
    } else if (limit > estimate.limit()) {
      estimate.lift(limit);
      window.acquitted();
    }
  }

  /// Takes over what the provider says is left: downwards at once, upwards less the margin, and of
  /// the whole minute only. Headers do not say what may be used at once, so that of this only what
  /// may have been guessed too high comes back.
  private void correct(double level, boolean news, long now) {
    double believed = buckets.minute().level();
    double more = level - margin.value() * buckets.minute().capacity() - believed;
    if (news || level < believed) {
      buckets.correct(level, news);
    } else if (more > 0 && headers.raise(now)) {
      buckets.giveBack(more, headers.overcharged(more));
    }
  }

  private void widen() {
    double before = buckets.atOnce();
    reshape();
    buckets.widened(before);
  }

  private void reshape() {
    if (bounded()) {
      buckets.reshape(rate(), window.seconds());
    }
  }

  /// Returns what flows in per second.
  private double rate() {
    return estimate.limit() * (1 - margin.value()) / MINUTE;
  }
}
