package dev.sluice.stats;

import dev.sluice.call.request.Band;
import java.util.EnumMap;
import java.util.Map;

/// A snapshot of what waits in a route, for gauges.
///
/// @param bands what waits in each band
public record QueueSnapshot(Map<Band, InBand> bands) {
  public QueueSnapshot {
    bands = Map.copyOf(bands);
  }

  /// A snapshot of what waits in one band.
  ///
  /// @param calls how many calls wait
  /// @param tokens how many tokens the calls are expected to take
  /// @param oldest how long the oldest call has waited, in nanoseconds
  public record InBand(int calls, double tokens, long oldest) {
    private InBand and(InBand more) {
      return new InBand(calls + more.calls, tokens + more.tokens, Math.max(oldest, more.oldest));
    }
  }

  /// Returns what waits in both routes together.
  public QueueSnapshot and(QueueSnapshot more) {
    var sum = new EnumMap<Band, InBand>(Band.class);
    sum.putAll(bands);
    more.bands.forEach((band, there) -> sum.merge(band, there, InBand::and));
    return new QueueSnapshot(sum);
  }

  /// Returns what waits in `band`.
  public InBand of(Band band) {
    return bands.getOrDefault(band, new InBand(0, 0, 0));
  }
}
