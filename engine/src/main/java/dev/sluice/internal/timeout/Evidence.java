package dev.sluice.internal.timeout;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;

/// The evidence from the attempts of some callers that their target is silent: a part of a
/// [Suspicion]. Safe for any thread, without a lock.
final class Evidence {
  private static final long GONE_FOR = 120_000_000_000L;

  /// The factor by which answers may take longer than usual without being taken for silence.
  private static final double STRETCH = 2.5;

  private final long origin;
  private final AtomicReferenceArray<@Nullable UnderWay> sizes =
      new AtomicReferenceArray<>(WholeLatencyModel.SIZES);

  /// The evidence of attempts that were given up since the target last answered.
  private final DoubleAdder gone = new DoubleAdder();

  private volatile long goneAt;

  Evidence(long now) {
    this.origin = now;
    this.goneAt = now;
  }

  void heard() {
    // A reset writes, for all processors to see, even where there is nothing to forget.
    if (gone.sum() != 0) {
      gone.reset();
    }
  }

  void begins(int size, long now) {
    UnderWay known = sizes.get(size);
    if (known == null) {
      var fresh = new UnderWay(origin);
      UnderWay other = sizes.compareAndExchange(size, null, fresh);
      known = other == null ? fresh : other;
    }
    known.begins(now);
  }

  /// Removes an attempt that has ended, and keeps the evidence that it gives, if any.
  ///
  /// @param usual how long such answers usually take
  /// @param heard when the target last answered
  void ends(int size, Quantiles usual, long begun, long heard, long now) {
    UnderWay known = sizes.get(size);
    if (known != null) {
      known.ends(begun);
      double says = says(usual, begun, heard, now);
      if (says > 0) {
        if (now - goneAt > GONE_FOR) {
          gone.reset();
        }
        goneAt = now;
        gone.add(says);
      }
    }
  }

  /// Returns the current evidence.
  double says(Suspicion.Baseline usual, long heard, long now) {
    double sum = now - goneAt > GONE_FOR ? 0 : gone.sum();
    for (int size = 0; size < WholeLatencyModel.SIZES; size++) {
      UnderWay known = sizes.get(size);
      if (known != null) {
        Quantiles quantiles = usual.of(size);
        sum += known.sum(begun -> says(quantiles, begun, heard, now));
      }
    }
    return sum;
  }

  private static double says(Quantiles usual, long begun, long heard, long now) {
    long before = Math.max(0, heard - begun);
    long age = now - begun;
    return age <= before ? 0 : hazard(usual, age) - hazard(usual, before);
  }

  private static double hazard(Quantiles usual, long age) {
    double within = usual.within((long) ((double) age / STRETCH));
    return Math.min(Suspicion.MOST_OF_ONE, -Math.log(1 - within));
  }
}
