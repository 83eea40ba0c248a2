package dev.sluice.timeout.learn;

import dev.sluice.call.Call;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;

/// Accrual failure detector over attempts that are under way, instead of heartbeats: how much
/// speaks for it that a target has fallen silent to all.
///
/// ```text
/// suspicion = sum over the attempts of  h(age now) - h(age when the target was last heard)
/// h(age)    = min(3, -ln of the share of such answers that take longer than age / 2.5)
/// silent    = suspicion >= 12 and nothing heard for the least silence
/// ```
///
/// The suspicion is the negative logarithm of the chance that a healthy target has answered none of
/// the attempts since it was last heard, if they end independently. Several attempts that are each
/// a little late say as much as one that is very late. A single attempt never says enough, since
/// nothing beyond its q95 is believed (3 is -ln 0.05): 12 takes four attempts that are late, with
/// no answer in between, and comes once in 160,000 silences by chance. Attempts that were given up
/// since the target was last heard count, too.
///
/// Source: "The phi accrual failure detector" (Hayashibara, Défago, Yared and Katayama, 2004),
/// with attempts in place of heartbeats (ADR 0062).
///
/// Limitations: calls that are suddenly all much longer than earlier ones of the same size look
/// like silence until the first is done. Sizes of which nothing is learned say nothing, and
/// attempts that began more than about two minutes ago are forgotten ([UnderWay]).
///
/// Threads: safe for any thread, without a lock.
final class Suspicion {
  private static final double ENOUGH = 12;
  private static final double MOST_OF_ONE = 3;

  /// Answers that take twice as long as before are no silence.
  private static final double STRETCH = 2.5;

  private final long origin;
  private final AtomicReferenceArray<@Nullable UnderWay> sizes =
      new AtomicReferenceArray<>(WholeLatencyModel.SIZES);

  /// What those said that were given up since the target was last heard.
  private final DoubleAdder gone = new DoubleAdder();

  /// When the target last answered a call, whatever it said.
  private volatile long heard;

  Suspicion(long now) {
    this.origin = now;
    this.heard = now;
  }

  void heard(long now) {
    heard = now;
    gone.reset();
  }

  void begins(Call call, long now) {
    int size = WholeLatencyModel.index(call);
    UnderWay known = sizes.get(size);
    if (known == null) {
      var fresh = new UnderWay(origin);
      UnderWay other = sizes.compareAndExchange(size, null, fresh);
      known = other == null ? fresh : other;
    }
    known.begins(now);
  }

  /// @param usual how long such answers take
  void ends(Call call, Quantiles usual, long begun, long now) {
    UnderWay known = sizes.get(WholeLatencyModel.index(call));
    if (known != null) {
      known.ends(begun);
      gone.add(says(usual, begun, now));
    }
  }

  /// Whether the target has answered nobody for `least` nanoseconds, which is beyond chance.
  ///
  /// @param usual how long answers take, by size
  boolean silent(long least, Usual usual, long now) {
    return now - heard >= least && of(usual, now) >= ENOUGH;
  }

  /// What is known of the answers of a size.
  @FunctionalInterface
  interface Usual {
    Quantiles of(int size);
  }

  private double of(Usual usual, long now) {
    double sum = gone.sum();
    for (int size = 0; size < WholeLatencyModel.SIZES; size++) {
      UnderWay known = sizes.get(size);
      if (known != null) {
        Quantiles quantiles = usual.of(size);
        sum += known.sum(begun -> says(quantiles, begun, now));
      }
    }
    return sum;
  }

  private double says(Quantiles usual, long begun, long now) {
    long before = Math.max(0, heard - begun);
    long age = Math.max(before, now - begun);
    return hazard(usual, age) - hazard(usual, before);
  }

  private static double hazard(Quantiles usual, long age) {
    return Math.min(MOST_OF_ONE, -Math.log(1 - usual.within((long) ((double) age / STRETCH))));
  }
}
