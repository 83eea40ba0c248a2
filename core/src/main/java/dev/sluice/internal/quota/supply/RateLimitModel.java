package dev.sluice.internal.quota.supply;

import dev.sluice.call.RateLimitInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a provider supplies in one dimension, a minute; unbounded while no limit is known.
public final class RateLimitModel {
  private static final double MINUTE = 60;
  private static final double NANOS = 1e9;

  /// Where no limit is known, a refused call alone does not mean that less than so many like it are
  /// allowed a minute.
  private static final double LEAST_CALLS = 6;

  /// How many refusals in a row may be blamed on what was let through at once.
  private static final int WINDOW_FIRST = 2;

  private final LimitEstimate estimate;
  private final BurstWindow window;
  private final ThrottleAnalyzer analyzer = new ThrottleAnalyzer();
  private final MaxCallSize maxCallSize = new MaxCallSize();
  private final SafetyMargin margin = new SafetyMargin();
  private final HeaderTrust headers = new HeaderTrust();
  private final DecayingRate pace;

  /// The same over a longer time.
  private final DecayingRate usual;

  private final @Nullable GrowthCap ramp;
  private final BucketPair buckets;

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
  /// @param ramps whether growth is held
  public RateLimitModel(OptionalLong limit, Optional<Duration> window, boolean ramps, long now) {
    this.estimate = new LimitEstimate(limit, now);
    this.window = new BurstWindow(window, now);
    this.pace = new DecayingRate(10, now);
    this.usual = new DecayingRate(60, now);
    this.ramp = ramps ? new GrowthCap(now) : null;
    this.buckets = new BucketPair(now);
    reshape(now);
    buckets.fill();
  }

  /// When `amount` fits if nothing else happens; `now` if it does already. Whoever asks wants it:
  /// so the supply learns that more is wanted than there is.
  public long opens(double amount, long now) {
    if (amount <= 0 || !bounded()) {
      return now;
    }
    advance(now);
    if (buckets.wait(amount) == 0) {
      return now;
    }
    if (buckets.minute().wait(amount) == 0 && window.binding(now)) {
      widen(now);
    } else if (estimate.saturated(now)) {
      reshape(now);
    }
    return now + buckets.wait(amount);
  }

  /// In how many seconds `amount` has been supplied beyond what is there, which may be more than it
  /// ever holds; for forecasts.
  ///
  /// @param last what of it must be there at once, at the end
  public double takes(double amount, double last, long now) {
    if (!bounded()) {
      return 0;
    }
    advance(now);
    return buckets.takes(amount, last);
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
    advance(now);
    double taken = bounded() ? Math.min(amount, buckets.minute().capacity()) : amount;
    if (bounded() && buckets.isHigh()) {
      high = true;
      highAt = now;
    }
    reserved += taken;
    charge(taken, now);
    if (amount > 0) {
      margin.attempted();
      window.attempted(now);
      estimate.attempted(now);
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
    advance(now);
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
    advance(now);
    throttles++;
    analyzer.charged(-used);
    if (analyzer.isOld(sent)) {
      analyzer.late(taken);
    } else if (isWide(taken)) {
      maxCallSize.refused(taken, now);
      return;
    } else if (analyzer.refused(now)) {
      react(taken, now);
      reshape(now);
    } else {
      return;
    }
    headers.contradicted(now);
    buckets.empty();
  }

  /// An answer's headers say this of it. What makes no sense is ignored and counted; what was said
  /// to an earlier attempt than the one heard of last is old, and ignored.
  ///
  /// @param amount what was reserved for that attempt
  /// @param mark [#mark] just after that
  /// @param sent when that was
  public void sync(RateLimitInfo.Room said, double amount, double mark, long sent, long now) {
    if (!headers.isNews(said, amount, estimate, sent)) {
      return;
    }
    advance(now);
    boolean news = !bounded();
    said.limit().ifPresent(estimate::reported);
    reshape(now);
    if (bounded() && said.remaining().isPresent()) {
      double seen = said.remaining().getAsLong() - (charged - mark);
      correct(seen + buckets.minute().rate() * seconds(now - sent), news, sent, now);
    }
  }

  /// Whether a limit is known.
  public boolean bounded() {
    return estimate.limit() < Double.POSITIVE_INFINITY;
  }

  /// Which share of what it can hold is in it; infinite while no limit is known.
  public double fill(long now) {
    advance(now);
    Bucket minute = buckets.minute();
    return bounded() ? minute.level() / minute.capacity() : Double.POSITIVE_INFINITY;
  }

  /// What it looks like from outside.
  public RateLimitSnapshot gauges(long now) {
    advance(now);
    double limit = estimate.limit();
    double left = bounded() ? buckets.level() : limit;
    return new RateLimitSnapshot(
        limit,
        Math.max(0, left),
        reserved,
        bounded() ? pace.rate(now) * MINUTE / limit : 0,
        estimate.isLearned(),
        margin.value(),
        window.seconds(),
        throttles,
        headers.ignored());
  }

  private void charge(double amount, long now) {
    if (bounded()) {
      buckets.take(amount);
    }
    charged += amount;
    analyzer.charged(amount);
    pace.add(amount, now);
    usual.add(amount, now);
  }

  /// Whether `taken` is more than may be used at once of what is said to be allowed. One is the
  /// least that there is.
  private boolean isWide(double taken) {
    return taken > 1 && estimate.known() && !estimate.isLearned() && taken >= buckets.atOnce();
  }

  /// What was let through at once is blamed first, then chance, then the limit.
  private void react(double amount, long now) {
    boolean atOnce = high && now - highAt < (long) (window.seconds() * NANOS);
    boolean first = analyzer.row() == 1;
    high = false;
    if (first) {
      window.doubted();
    }
    double limit = analyzer.judge(estimate.limit(), usual.rate(now) * MINUTE, amount, now);
    boolean blamed = (atOnce || window.young(now)) && analyzer.row() <= WINDOW_FIRST;
    if (blamed && limit <= estimate.limit() && window.throttled(now)) {
      return;
    }
    if (first) {
      margin.throttled();
    }
    learn(limit, amount, now);
  }

  private void learn(double limit, double amount, long now) {
    if (limit < estimate.limit()) {
      estimate.lower(estimate.known() ? limit : Math.max(limit, LEAST_CALLS * amount), now);
    } else if (limit > estimate.limit()) {
      estimate.lift(limit);
      window.acquitted(now);
    }
  }

  /// Takes over what the provider says is left. Downwards at once. Upwards less the margin, and
  /// only as a whole: what may be used at once is not in the headers, so of that only comes back
  /// what may have been guessed too high.
  private void correct(double level, boolean news, long sent, long now) {
    double believed = buckets.minute().level();
    double more = level - margin.value() * buckets.minute().capacity() - believed;
    if (news || level < believed) {
      buckets.correct(level, news);
    } else if (more > 0 && headers.raise(sent, now)) {
      buckets.giveBack(more, headers.overcharged(more));
    }
  }

  private void widen(long now) {
    double before = buckets.atOnce();
    reshape(now);
    buckets.widened(before);
  }

  private void advance(long now) {
    buckets.advance(now);
    if (ramp != null) {
      reshape(now);
    }
  }

  private void reshape(long now) {
    double most = estimate.limit();
    if (ramp != null) {
      most = Math.min(most, ramp.bound(pace.rate(now) * MINUTE, now));
    }
    if (most < Double.POSITIVE_INFINITY) {
      buckets.reshape(most * (1 - margin.value()) / MINUTE, window.seconds());
    }
  }

  private static double seconds(long nanos) {
    return Math.max(0, nanos / NANOS);
  }
}
