package dev.sluice.internal.quota;

/// Pair of token buckets of one rate that mirrors a provider's: the whole minute, and what of it
/// may be used at once.
final class BucketPair {
  private final Bucket minute;
  private final Bucket burst;

  /// Makes a pair of buckets without capacity.
  BucketPair(long now) {
    minute = new Bucket(now);
    burst = new Bucket(now);
  }

  void advance(long now) {
    minute.advance(now);
    burst.advance(now);
  }

  /// @param rate a second
  /// @param window how many seconds' worth may be used at once
  void reshape(double rate, double window) {
    minute.reshape(rate, rate * RateLimitModel.MINUTE);
    burst.reshape(rate, rate * window);
  }

  /// Gives both another size; what is used of them stays used.
  ///
  /// @param known whether they had a size; without one nothing is used
  void rescale(double rate, double window, boolean known) {
    double used = known ? minute.capacity() - minute.level() : 0;
    double usedAtOnce = known ? burst.capacity() - burst.level() : 0;
    reshape(rate, window);
    minute.set(minute.capacity() - used);
    burst.set(burst.capacity() - usedAtOnce);
  }

  void fill() {
    minute.set(minute.capacity());
    burst.set(burst.capacity());
  }

  /// Corrects the buckets: only `level` is left, of the burst perhaps less.
  ///
  /// @param news whether nothing was known of either
  void correct(double level, boolean news) {
    minute.set(level);
    burst.set(news ? level : Math.min(level, burst.level()));
  }

  /// Lowers what may be used at once to `level`, where more was believed to be there.
  void lowerAtOnce(double level) {
    burst.set(Math.min(level, burst.level()));
  }

  /// Empties the buckets; a debt stays.
  void empty() {
    minute.set(Math.min(0, minute.level()));
    burst.set(Math.min(0, burst.level()));
  }

  /// Fills the room that the burst, whose capacity was `before`, has gained, as far as the minute
  /// has something left.
  void widened(double before) {
    double more = burst.capacity() - before;
    burst.set(Math.min(minute.level(), burst.level() + more));
  }

  /// Sets both levels.
  void levels(double ofMinute, double ofBurst) {
    minute.set(ofMinute);
    burst.set(ofBurst);
  }

  /// Returns what may be used at once and is there.
  double burstLevel() {
    return burst.level();
  }

  void take(double amount) {
    minute.take(amount);
    burst.take(amount);
  }

  /// Gives back `more` to the minute, and `ofBurst` to what may be used at once.
  void giveBack(double more, double ofBurst) {
    minute.take(-more);
    burst.take(-ofBurst);
  }

  /// Returns in how many nanoseconds `amount` is in both buckets.
  long delay(double amount) {
    return Math.max(minute.delay(amount), burst.delay(amount));
  }

  /// Returns in how many seconds `amount` has flowed in, and `last` on top of it is there at once,
  /// in both buckets.
  double secondsUntil(double amount, double last) {
    return Math.max(minute.secondsUntil(amount, last), burst.secondsUntil(amount, last));
  }

  /// Returns what both buckets hold.
  double level() {
    return Math.min(minute.level(), burst.level());
  }

  /// Whether at least half of what may be used at once is there.
  boolean isHigh() {
    return burst.level() >= burst.capacity() / 2;
  }

  Bucket minute() {
    return minute;
  }

  /// Returns how much may be used at once, in tokens or requests.
  double atOnce() {
    return burst.capacity();
  }
}
