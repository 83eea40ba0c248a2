package dev.sluice.internal.timeout;

/// A histogram of durations in constant memory that forgets: older samples lose half of their
/// weight whenever enough newer ones have come. Not thread-safe.
///
/// Some samples are *censored*: the attempt was given up, so that all that is known is that it
/// would have taken longer. The estimator is Kaplan's and Meier's ("Nonparametric estimation from
/// incomplete observations", 1958): a censored sample's weight goes to those that took longer and
/// did answer. An attempt that outlasted every answer was not slow but dead, and says nothing of
/// how long answers take: the distribution is that of the attempts which answer (a cure model,
/// Maller and Zhou 1992). One later answer vouches for no more than [#VOUCHES] of them. Otherwise
/// one upstream in fifty that never answers would push its own timeout up without end.
final class Sketch {
  /// How many attempts that were given up one later answer can show to have been slow, not dead.
  private static final float VOUCHES = 4;

  private static final float FULL = 2048;
  private static final float[] NONE = new float[LogBuckets.BUCKETS];

  private static final long HALVE_AFTER = 60_000_000_000L;

  private final float[] answered = new float[LogBuckets.BUCKETS];
  private final float[] outlasted = new float[LogBuckets.BUCKETS];
  private float weight;

  /// The weight of the samples that were given up.
  private float censored;

  private long halved;

  /// @param now the current instant
  public Sketch(long now) {
    halved = now;
  }

  /// Adds a sample of `nanos`.
  public void add(long nanos, long now) {
    age(now);
    answered[LogBuckets.bucket(nanos)]++;
    weight++;
  }

  /// Adds an attempt that was given up after `nanos`.
  public void addOutlasted(long nanos, long now) {
    age(now);
    outlasted[LogBuckets.bucket(nanos)]++;
    weight++;
    censored++;
  }

  /// Returns the weight of all samples.
  float weight() {
    return weight;
  }

  /// Returns the quantiles of the distribution.
  public Quantiles quantiles() {
    float[] slow = slow();
    double atRisk = weight - censored + (censored == 0 ? 0 : sum(slow));
    float[] cumulative = new float[LogBuckets.BUCKETS];
    double surviving = 1;
    for (int i = 0; i < LogBuckets.BUCKETS; i++) {
      if (answered[i] > 0) {
        surviving *= Math.max(0, 1 - answered[i] / atRisk);
      }
      cumulative[i] = (float) (1 - surviving);
      atRisk -= answered[i] + slow[i];
    }
    return normalised(cumulative);
  }

  /// Returns the given-up attempts that later answers vouch for, by bucket.
  private float[] slow() {
    if (censored == 0) {
      return NONE;
    }
    float[] slow = new float[LogBuckets.BUCKETS];
    float vouched = 0;
    for (int i = LogBuckets.BUCKETS - 1; i >= 0; i--) {
      slow[i] = Math.min(outlasted[i], vouched);
      vouched += VOUCHES * answered[i] - slow[i];
    }
    return slow;
  }

  private static float sum(float[] all) {
    float sum = 0;
    for (float one : all) {
      sum += one;
    }
    return sum;
  }

  private static Quantiles normalised(float[] cumulative) {
    float all = cumulative[cumulative.length - 1];
    if (all <= 0) {
      return Quantiles.NONE;
    }
    for (int i = 0; i < cumulative.length; i++) {
      cumulative[i] /= all;
    }
    return new Quantiles(cumulative);
  }

  /// Halves the weights, but no more often than once a minute, so that at a high rate rare samples
  /// are not forgotten within seconds.
  private void age(long now) {
    if (weight < FULL || now - halved < HALVE_AFTER) {
      return;
    }
    halved = now;
    weight = 0;
    censored = 0;
    for (int i = 0; i < LogBuckets.BUCKETS; i++) {
      answered[i] /= 2;
      outlasted[i] /= 2;
      weight += answered[i] + outlasted[i];
      censored += outlasted[i];
    }
  }
}
