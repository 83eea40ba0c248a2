package dev.sluice.internal.quota;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.internal.stats.Seconds;
import dev.sluice.stats.RateLimitSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// One per-minute limit of a provider; unlimited until known.
final class RateLimitModel {
  /// Seconds in a minute.
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

  private double reserved;

  /// Everything ever charged, less what was given back: the difference of two readings is what was
  /// charged in between.
  private double charged;

  private boolean high;

  /// Of use only once it has been high.
  private long highAt;

  private long throttles;

  /// @param limit the configured one, a minute
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
  /// @param limit the configured one, a minute
  /// @param configured the configured burst window
  public void configure(OptionalLong limit, Optional<Duration> configured, long now) {
    buckets.advance(now);
    boolean known = bounded();
    estimate.configure(limit);
    if (!configured.equals(burst)) {
      burst = configured;
      window = new BurstWindow(configured, now);
    }
    if (bounded()) {
      buckets.rescale(rate(), window.seconds(), known);
    }
  }

  /// When `amount` fits if nothing else happens; `now` if it does already. The caller wants it: so
  /// the model learns that more is wanted than there is.
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

  /// In how many seconds `amount` has flowed in beyond what is there, which may be more than it
  /// ever holds; for forecasts.
  ///
  /// @param last what of it must be there at once, at the end
  public double secondsUntil(double amount, double last, long now) {
    if (!bounded()) {
      return 0;
    }
    buckets.advance(now);
    return buckets.secondsUntil(amount, last);
  }

  /// Whether `amount` is more than the whole limit, as it is said to be, so that it never fits.
  public boolean neverFits(double amount) {
    return amount > estimate.said();
  }

  /// Whether `amount` has been found to be more than one call is let through with.
  public boolean isTooMuch(double amount, long now) {
    return maxCallSize.exceeds(amount, now);
  }

  /// Reserves `amount`.
  ///
  /// @return what was: no more than it ever holds, since an estimate beyond that is a wrong one
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

  /// What has been charged so far; to be kept with a reservation for [#sync].
  public double mark() {
    return charged;
  }

  /// The reservation of `taken` is over; `used` was.
  ///
  /// @param guessed whether nobody has reported that, so that headers may know better
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

  /// The provider has refused an attempt, which has been settled, for want of this.
  ///
  /// @param taken what was reserved for it
  /// @param used what it was charged although it was refused
  /// @param sent when it was let through: what was sent before the last reaction teaches nothing
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

  /// The provider has refused an attempt for want of this, which is one model's of several that
  /// share it: nothing of it is left, and what is believed of the limit stays.
  public void exhausted(long now) {
    buckets.advance(now);
    throttles++;
    buckets.empty();
  }

  /// An answer's headers say this of it. What makes no sense is ignored and counted; what was said
  /// to an earlier attempt than the last one synchronised is old, and ignored.
  ///
  /// @param amount what was reserved for that attempt
  /// @param mark [#mark] just after that
  /// @param sent when that was
  public void sync(RateLimitInfo.Limit said, double amount, double mark, long sent, long now) {
    if (!headers.isNews(said, amount, estimate, sent)) {
      return;
    }
    buckets.advance(now);
    boolean news = !bounded();
    said.limit().ifPresent(estimate::reported);
    reshape();
    if (bounded() && said.remaining().isPresent()) {
      double seen = said.remaining().getAsLong() - (charged - mark);
      correct(seen + buckets.minute().rate() * Math.max(0, Seconds.of(now - sent)), news, now);
    }
  }

  /// Whether a limit is known.
  public boolean bounded() {
    return estimate.limit() < Double.POSITIVE_INFINITY;
  }

  /// Which share of what it can hold is in it; infinite while no limit is known.
  public double fill(long now) {
    buckets.advance(now);
    Bucket minute = buckets.minute();
    return bounded() ? minute.level() / minute.capacity() : Double.POSITIVE_INFINITY;
  }

  /// Its state, for gauges.
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

  /// No more than all of it: a bucket that was full lets more through in a minute than flows in,
  /// and a limit that has just been lowered was larger when that was used.
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

  /// Whether `taken` is more than may be used at once of what is said to be allowed. One is the
  /// least that there is.
  private boolean isWide(double taken) {
    return taken > 1 && estimate.known() && !estimate.isLearned() && taken >= buckets.atOnce();
  }

  /// What was let through at once is blamed first, twice in a row at most, then chance, then the
  /// limit.
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

  /// Takes over what the provider says is left. Downwards at once. Upwards less the margin, and
  /// only as a whole: what may be used at once is not in the headers, so of that only comes back
  /// what may have been guessed too high.
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

  /// A second.
  private double rate() {
    return estimate.limit() * (1 - margin.value()) / MINUTE;
  }
}
